import { readFileSync } from 'node:fs';
import { launchOptions } from '../../scripts/browser.mjs';
import { expect, openDesk, poison, settled, shown, test } from './support.ts';

const DIGITS = '**/data/digits.bin';
const retry = { name: 'Try again' };

test('a missing digit file gives a message, and a retry that works', async ({ page }) => {
  await page.route(DIGITS, (route) => route.fulfill({ status: 503 }));
  await page.goto('/#/checks');
  await expect(page.getByRole('alert')).toContainText('could not be downloaded');
  await page.unroute(DIGITS);
  await page.getByRole('button', retry).click();
  await settled(page);
  await expect(page.getByTestId('check-outcome')).toHaveText('PAID $3,000');
});

test('a truncated digit file is refused in words', async ({ page }) => {
  const body = readFileSync('dist/data/digits.bin').subarray(0, 400_000);
  await page.route(DIGITS, (route) => route.fulfill({ body }));
  await page.goto('/#/checks');
  await expect(page.getByRole('alert')).toContainText('could not be downloaded');
});

test('an altered digit file is not used', async ({ page }) => {
  const { gunzipSync, gzipSync } = await import('node:zlib');
  const payload = gunzipSync(readFileSync('dist/data/digits.bin'));
  payload[200_000]! ^= 1;
  await page.route(DIGITS, (route) => route.fulfill({ body: gzipSync(payload) }));
  await page.goto('/#/checks');
  await expect(page.getByRole('alert')).toContainText('not the one this page was built for');
});

test('page code that does not arrive leaves a sentence, not a blank page', async ({ page }) => {
  await page.route('**/assets/open-page-*.js', (route) => route.abort());
  await page.goto('/#/checks');
  await expect(page.getByText('did not arrive whole')).toBeVisible();
});

test('a lab’s page that does not arrive can be asked for again, and then comes whole', async ({ page }) => {
  await page.route('**/assets/View-*', (route) => route.abort());
  await page.goto('/#/checks');
  await expect(page.getByRole('alert')).toContainText('did not arrive whole');
  await page.getByRole('button', retry).click();
  await expect(page.getByRole('alert')).toContainText('did not arrive whole');
  await page.unroute('**/assets/View-*');
  await page.getByRole('button', retry).click();
  await settled(page);
  await expect(page.getByTestId('check-outcome')).toHaveText('PAID $3,000');
  await expect(page.locator('.stations')).toHaveCSS('display', 'grid');
});

test('a room that does not arrive can be asked for again, and then comes whole', async ({ page }) => {
  await page.route('**/assets/Workbench-*', (route) => route.abort());
  await openDesk(page);
  await page.getByRole('button', { name: 'Edit the model by hand…' }).click();
  await expect(page.getByRole('alert')).toContainText('did not arrive');
  await page.unroute('**/assets/Workbench-*');
  await page.getByRole('button', retry).click();
  await expect(page.getByTestId('plant')).toBeVisible();
  await expect(page.getByRole('alert')).toHaveCount(0);
});

test('offline after it was opened, the bench works on, and what is not here says so', async ({ page, context }) => {
  await openDesk(page);
  await expect(page.getByRole('button', { name: 'Enlarge Unit 0' })).toBeVisible();
  await context.setOffline(true);
  await poison(page, 80);
  await expect(page.getByTestId('check-outcome')).toHaveText('PAID $8,000');
  const file = { name: 'x.json', mimeType: '', buffer: Buffer.from('{}') };
  await page.getByLabel('Open an experiment from a file').setInputFiles(file);
  await expect(page.getByText('The file was not opened. Check the connection.')).toBeVisible();
  await page.getByRole('button', { name: 'Evidence' }).click();
  await expect(page.getByText('The evidence was not saved. Check the connection.')).toBeVisible();
  for (const room of ['Compare runs', 'Training, step by step', 'Catch it']) {
    await page.getByRole('button', { name: room }).click();
    await expect(page.getByRole('alert').first()).toContainText('did not arrive');
  }
  await context.setOffline(false);
  await page.getByRole('button', retry).click();
  await expect(page.getByRole('heading', { name: 'Can you catch it?' })).toBeVisible();
  expect(await shown(page, 'rows-touched')).toBe(80);
});

test('an altered starting model is not used; the twin is trained instead', async ({ page }) => {
  await page.route('**/start/checks.bin', (route) => route.fulfill({ body: Buffer.alloc(101_800) }));
  await openDesk(page);
  await expect(page.getByText('trained here')).toBeVisible();
  await expect(page.getByTestId('check-outcome')).toHaveText('PAID $3,000');
});

test('a worker killed in mid-run is replaced, the run repeated and the learner told', async ({ page }) => {
  await openDesk(page, '#/checks');
  const epochs = page.getByRole('textbox', { name: /epochs/ });
  await epochs.fill('30');
  await epochs.press('Enter');
  await page.workers()[0]!.evaluate(() => self.close());
  await expect(page.getByText(/a new one was started and the run repeated/)).toBeVisible({ timeout: 30_000 });
  await settled(page);
  await expect(page.getByTestId('check-outcome')).toHaveText('PAID $3,000');
});

test('without WebAssembly SIMD the next engine takes over and the page says so', async ({ page }) => {
  await page.route('**/assets/engine.worker-*.js', async (route) => {
    const response = await route.fetch();
    await route.fulfill({ response, body: `WebAssembly.validate = () => false;${await response.text()}` });
  });
  await openDesk(page);
  const epochs = page.getByRole('textbox', { name: /epochs/ });
  await epochs.fill('1');
  await epochs.press('Enter');
  await settled(page);
  await expect(page.getByText(/has no WebAssembly SIMD\. \w+ took over/)).toBeVisible();
  await expect(page.getByTestId('engine')).toContainText(/^(WebGL|WebAssembly)/);
  expect(await shown(page, 'ca-suspect')).toBeGreaterThan(80);
});

test('with neither SIMD nor WebGL, WebAssembly or plain JavaScript still trains', async ({ page }) => {
  await page.route('**/assets/engine.worker-*.js', async (route) => {
    const response = await route.fetch();
    const off = 'WebAssembly.validate = () => false; OffscreenCanvas.prototype.getContext = () => null;';
    await route.fulfill({ response, body: off + (await response.text()) });
  });
  await openDesk(page);
  const epochs = page.getByRole('textbox', { name: /epochs/ });
  await epochs.fill('1');
  await epochs.press('Enter');
  await settled(page);
  await expect(page.getByText('WebGL is switched off or missing.', { exact: false })).toBeVisible();
  await expect(page.getByTestId('engine')).toContainText(/^(WebAssembly|JavaScript)/);
});

test('with WebAssembly refused altogether, plain JavaScript trains', async ({ page }) => {
  await page.route('**/assets/engine.worker-*.js', async (route) => {
    const response = await route.fetch();
    const off = `OffscreenCanvas.prototype.getContext = () => null; WebAssembly.validate = () => false;
      for (const name of ['compile', 'instantiate', 'compileStreaming', 'instantiateStreaming'])
        WebAssembly[name] = () => Promise.reject(new WebAssembly.CompileError('Refused by the browser.'));
      WebAssembly.Module = function () { throw new WebAssembly.CompileError('Refused by the browser.'); };`;
    await route.fulfill({ response, body: off + (await response.text()) });
  });
  await openDesk(page);
  const epochs = page.getByRole('textbox', { name: /epochs/ });
  await epochs.fill('1');
  await epochs.press('Enter');
  await settled(page);
  await expect(page.getByTestId('engine')).toContainText(/^JavaScript/);
  expect(await shown(page, 'ca-suspect')).toBeGreaterThan(80);
});

test('in a browser without WebGL the lab works, and asking for WebGL is answered in words', async ({
  playwright,
  baseURL,
}) => {
  const { args, ...options } = launchOptions();
  // Workers keep a WebGL in software unless that is off as well.
  const off = ['--disable-gpu', '--disable-3d-apis', '--disable-software-rasterizer'];
  const browser = await playwright.chromium.launch({
    ...options,
    ignoreDefaultArgs: ['--enable-unsafe-swiftshader'],
    args: [...args.filter((arg) => !arg.includes('swiftshader')), ...off],
  });
  const page = await browser.newPage({ baseURL: baseURL! });
  await openDesk(page);
  expect(await page.evaluate(() => document.createElement('canvas').getContext('webgl2'))).toBe(null);
  await poison(page, 80);
  await expect(page.getByTestId('check-outcome')).toHaveText('PAID $8,000');
  const epochs = page.getByRole('textbox', { name: /epochs/ });
  await epochs.fill('1');
  await epochs.press('Enter');
  await settled(page);
  await page.getByLabel('Train on').selectOption('webgl');
  await expect(page.getByText(/WebGL is switched off or missing\. \w+ took over/)).toBeVisible();
  await settled(page);
  await browser.close();
});

test('a WebGL context lost in mid-run hands the run to the next engine', async ({ page }) => {
  await page.route('**/assets/engine.worker-*.js', async (route) => {
    const response = await route.fetch();
    const spy = `const made = OffscreenCanvas.prototype.getContext;
      OffscreenCanvas.prototype.getContext = function (...all) { const gl = made.apply(this, all); if (gl && all[0] === 'webgl2') self.gl = gl; return gl; };`;
    await route.fulfill({ response, body: spy + (await response.text()) });
  });
  await openDesk(page);
  await page.getByLabel('Train on').selectOption('webgl');
  const worker = page.workers()[0]!;
  await expect.poll(() => worker.evaluate(() => 'gl' in self), { timeout: 30_000 }).toBe(true);
  await worker.evaluate(() => {
    const { gl } = self as unknown as { gl: WebGL2RenderingContext };
    gl.getExtension('WEBGL_lose_context')!.loseContext();
  });
  await expect(page.getByText(/took its WebGL context away\. \w+ took over/)).toBeVisible({ timeout: 60_000 });
  await settled(page);
  await expect(page.getByTestId('check-outcome')).toHaveText('PAID $3,000');
});

test('storage that is refused costs nothing but the memory of the colours', async ({ page }) => {
  await page.addInitScript(() => {
    Object.defineProperty(window, 'localStorage', {
      get() {
        throw new DOMException('refused', 'SecurityError');
      },
    });
  });
  await openDesk(page);
  await page.getByRole('button', { name: /Colours/ }).click();
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'light');
});

test('of two fast changes the second wins', async ({ page }) => {
  await openDesk(page);
  const field = page.getByTestId('poison-count').getByRole('textbox');
  await field.fill('20');
  await field.press('Enter');
  await field.fill('60');
  await field.press('Enter');
  await settled(page);
  expect(await shown(page, 'rows-touched')).toBe(60);
});

test('a tab hidden while it trains finishes its run', async ({ page, context }) => {
  await openDesk(page);
  const epochs = page.getByRole('textbox', { name: /epochs/ });
  await epochs.fill('30');
  await epochs.press('Enter');
  const other = await context.newPage();
  await other.bringToFront();
  await expect(page.locator('[data-status]')).toHaveAttribute('data-status', 'done', { timeout: 30_000 });
});

test('a window resized in mid-drag keeps dragging', async ({ page }) => {
  await openDesk(page);
  const slider = page.getByTestId('poison-count').getByRole('slider');
  const box = (await slider.boundingBox())!;
  await page.mouse.move(box.x + 14, box.y + box.height / 2);
  await page.mouse.down();
  await page.mouse.move(box.x + box.width * 0.2, box.y + box.height / 2);
  await page.setViewportSize({ width: 1100, height: 800 });
  await page.mouse.move(box.x + box.width * 0.3, box.y + box.height / 2, { steps: 4 });
  await page.mouse.up();
  await settled(page);
  expect(await shown(page, 'rows-touched')).toBeGreaterThan(0);
});

test('poisoning survives any attack choice in a row without an error', async ({ page }) => {
  await openDesk(page);
  for (const id of ['blended-trigger', 'label-flip', 'random-flip', 'stamped-trigger']) {
    await page.getByLabel('Attack', { exact: true }).selectOption(id);
    await settled(page);
    await poison(page, id.endsWith('flip') ? 1 : 40);
    expect(await shown(page, 'rows-touched')).toBeGreaterThan(30);
  }
});
