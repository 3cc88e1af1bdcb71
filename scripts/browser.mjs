/** Finds a Chromium to drive, or gets one. `node scripts/browser.mjs` prints its path. */
import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { chromium } from '@playwright/test';

const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'chrome'];
const PLACES = [
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
  'C:\\Program Files (x86)\\Google\\Chrome\\Application\\chrome.exe',
];

const SOFTWARE_WEBGL = '--enable-unsafe-swiftshader';

/** Flags every run needs: software WebGL, and no calls home. */
export const BROWSER_ARGS = [
  SOFTWARE_WEBGL,
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
];

function installed() {
  const given = process.env.CHROME_PATH ?? process.env.CHROMIUM_PATH;
  if (given) return given;
  const finder = process.platform === 'win32' ? 'where' : 'which';
  for (const name of NAMES) {
    const { status, stdout } = spawnSync(finder, [name], { encoding: 'utf8' });
    if (status === 0) return stdout.split('\n')[0].trim();
  }
  return [...PLACES, chromium.executablePath()].find((path) => existsSync(path)) ?? null;
}

const tryRun = (command, ...args) => spawnSync(command, args, { stdio: ['ignore', 2, 2] }).status === 0;

/** Path of a browser; installs one when there is none. */
export function findBrowser() {
  const found = installed();
  if (found) return found;
  console.error('No Chromium or Chrome found; getting one.');
  if (!tryRun('npx', 'playwright', 'install', 'chromium') && process.getuid?.() === 0) {
    if (tryRun('apt-get', 'update')) tryRun('apt-get', 'install', '-y', 'chromium');
  }
  const got = installed();
  if (!got) throw new Error('No browser to test with. Install Chromium or Chrome, or set CHROME_PATH to one.');
  return got;
}

/** Launch options for Playwright. */
export const launchOptions = () => ({ executablePath: findBrowser(), args: BROWSER_ARGS });

/** Launch options for a browser in which neither page nor worker has WebGL, not even in software. */
export const launchOptionsWithoutWebgl = () => ({
  executablePath: findBrowser(),
  // Playwright asks for it as well.
  ignoreDefaultArgs: [SOFTWARE_WEBGL],
  args: [
    ...BROWSER_ARGS.filter((arg) => arg !== SOFTWARE_WEBGL),
    '--disable-gpu',
    '--disable-3d-apis',
    '--disable-software-rasterizer',
  ],
});

if (process.argv[1]?.endsWith('browser.mjs'))
  console.log(execFileSync(findBrowser(), ['--version'], { encoding: 'utf8' }).trim());
