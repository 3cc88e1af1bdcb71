import { defineConfig, devices } from '@playwright/test';
import { launchOptions, launchOptionsWithoutWebgl } from './scripts/browser.mjs';

const PORT = 4319;

export default defineConfig({
  testDir: 'tests/browser',
  timeout: 120_000,
  expect: {
    // A busy machine paints late; how fast things are is the bench's business.
    timeout: 15_000,
    // A letter or two may be smoothed otherwise; a panel that moves or changes colour is more than that.
    toMatchSnapshot: { threshold: 0.05, maxDiffPixelRatio: 0.01 },
  },
  // One set of pictures, taken by the Chromium that `tests/browser/pages.spec.ts` names.
  snapshotPathTemplate: '{testDir}/pictures/{arg}{ext}',
  workers: 2,
  forbidOnly: true,
  reporter: [['list'], ['json', { outputFile: 'test-results/report.json' }]],
  // A trace of every test would take as long as the tests; `npx playwright test --trace retain-on-failure` has them.
  use: { ...devices['Desktop Chrome'], viewport: { width: 1440, height: 900 }, baseURL: `http://127.0.0.1:${PORT}` },
  projects: [
    { name: 'software WebGL', grepInvert: /@without-webgl/, use: { launchOptions: launchOptions() } },
    {
      name: 'without WebGL',
      testDir: 'tests/browser/faults',
      grepInvert: /@webgl/,
      use: { launchOptions: launchOptionsWithoutWebgl() },
    },
  ],
  webServer: { command: `node scripts/serve.mjs dist ${PORT}`, port: PORT, reuseExistingServer: false },
});
