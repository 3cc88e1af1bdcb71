import { defineConfig, devices } from '@playwright/test';
import { launchOptions } from './scripts/browser.mjs';

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
  use: { baseURL: `http://127.0.0.1:${PORT}`, launchOptions: launchOptions() },
  projects: [{ name: 'chromium', use: { ...devices['Desktop Chrome'], viewport: { width: 1440, height: 900 } } }],
  webServer: { command: `node scripts/serve.mjs dist ${PORT}`, port: PORT, reuseExistingServer: false },
});
