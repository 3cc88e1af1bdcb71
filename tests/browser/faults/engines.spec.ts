import type { Page } from '@playwright/test';
import { enter, expect, fieldOf, openDesk, poison, settled, shown, test, type } from '../support.ts';

/** Has the worker run this before its own code. */
async function workerBegins(page: Page, code: string): Promise<void> {
  await page.route('**/assets/engine.worker-*.js', async (route) => {
    const response = await route.fetch();
    await route.fulfill({ response, body: `${code};${await response.text()}` });
  });
}

const NO_SIMD = 'WebAssembly.validate = () => false';
const NO_WEBGL = 'OffscreenCanvas.prototype.getContext = () => null';
const NO_WEBASSEMBLY = `${NO_SIMD};
  for (const name of ['compile', 'instantiate', 'compileStreaming', 'instantiateStreaming'])
    WebAssembly[name] = () => Promise.reject(new WebAssembly.CompileError('Refused by the browser.'));
  WebAssembly.Module = function () { throw new WebAssembly.CompileError('Refused by the browser.'); }`;

/** Keeps the worker's first WebGL context, which TensorFlow.js computes on for good, and counts what is drawn. */
const KEEP_WEBGL = `
  const made = OffscreenCanvas.prototype.getContext;
  OffscreenCanvas.prototype.getContext = function (...all) {
    const gl = made.apply(this, all);
    if (gl && all[0] === 'webgl2') self.gl ??= gl;
    return gl;
  };
  const draw = WebGL2RenderingContext.prototype.drawElements;
  self.draws = 0;
  WebGL2RenderingContext.prototype.drawElements = function (...all) {
    self.draws++;
    return draw.apply(this, all);
  }`;

/** Takes the worker's WebGL context away, as a driver that starts over does. */
async function loseWebGl(page: Page): Promise<void> {
  await page.workers()[0]!.evaluate(() => {
    const { gl } = self as unknown as { gl: WebGL2RenderingContext };
    gl.getExtension('WEBGL_lose_context')!.loseContext();
  });
}

/** Opens the desk and trains one epoch, which is enough to tell the engine that did it. */
async function trainOneEpoch(page: Page): Promise<void> {
  await openDesk(page);
  await enter(page, fieldOf(page, /epochs/), 1);
}

test('a worker killed in mid-run is replaced, the run repeated and the learner told', async ({ page }) => {
  await openDesk(page);
  await type(fieldOf(page, /epochs/), 30);
  await page.workers()[0]!.evaluate(() => self.close());
  await expect(page.getByText(/a new one was started and the run repeated/)).toBeVisible({ timeout: 30_000 });
  await settled(page);
  await expect(page.getByTestId('check-outcome')).toHaveText('PAID $3,000');
});

test('without WebAssembly SIMD the next engine takes over and the page says so', async ({ page }) => {
  await workerBegins(page, NO_SIMD);
  await trainOneEpoch(page);
  await expect(page.getByText(/has no WebAssembly SIMD\. \w+ took over/)).toBeVisible();
  await expect(page.getByTestId('engine')).toContainText(/^(WebGL|WebAssembly|JavaScript)/);
  expect(await shown(page, 'ca-suspect')).toBeGreaterThan(80);
});

// Where the browser has no WebGL anyway, the test above is this one.
test('with neither SIMD nor WebGL, the rest still trains', { tag: '@webgl' }, async ({ page }) => {
  await workerBegins(page, `${NO_SIMD};${NO_WEBGL}`);
  await trainOneEpoch(page);
  await expect(page.getByText('WebGL is switched off or missing.', { exact: false })).toBeVisible();
  await expect(page.getByTestId('engine')).toContainText(/^(WebAssembly|JavaScript)/);
});

test('with WebGL and WebAssembly refused, plain JavaScript trains', { tag: '@webgl' }, async ({ page }) => {
  await workerBegins(page, `${NO_WEBGL};${NO_WEBASSEMBLY}`);
  await trainOneEpoch(page);
  await expect(page.getByTestId('engine')).toContainText(/^JavaScript/);
  expect(await shown(page, 'ca-suspect')).toBeGreaterThan(80);
});

test('asking for WebGL where there is none is answered in words', { tag: '@without-webgl' }, async ({ page }) => {
  await openDesk(page);
  expect(await page.evaluate(() => document.createElement('canvas').getContext('webgl2'))).toBe(null);
  await poison(page, 80);
  await expect(page.getByTestId('check-outcome')).toHaveText('PAID $8,000');
  await enter(page, fieldOf(page, /epochs/), 1);
  await page.getByLabel('Train on').selectOption('webgl');
  await expect(page.getByText(/WebGL is switched off or missing\. \w+ took over/)).toBeVisible();
  await settled(page);
});

test('a WebGL context lost in mid-run hands the run to the next engine', { tag: '@webgl' }, async ({ page }) => {
  await workerBegins(page, KEEP_WEBGL);
  await openDesk(page);
  await page.getByLabel('Train on').selectOption('webgl');
  const worker = page.workers()[0]!;
  await expect.poll(() => worker.evaluate(() => 'gl' in self), { timeout: 30_000 }).toBe(true);
  await loseWebGl(page);
  await expect(page.getByText(/took its WebGL context away\. \w+ took over/)).toBeVisible({ timeout: 60_000 });
  await settled(page);
  await expect(page.getByTestId('check-outcome')).toHaveText('PAID $3,000');
});

test('a loss is noticed after another engine has worked in between', { tag: '@webgl' }, async ({ page }) => {
  await workerBegins(page, KEEP_WEBGL);
  await trainOneEpoch(page);
  for (const engine of ['webgl', 'wasm', 'webgl']) {
    await page.getByLabel('Train on').selectOption(engine);
    await settled(page);
  }
  await expect(page.getByTestId('engine')).toContainText(/^WebGL/);
  const worker = page.workers()[0]!;
  const before = await worker.evaluate(() => (self as unknown as { draws: number }).draws);
  const epochs = fieldOf(page, /epochs/);
  await epochs.fill('30');
  await epochs.press('Enter');
  await expect
    .poll(() => worker.evaluate(() => (self as unknown as { draws: number }).draws), { timeout: 30_000 })
    .toBeGreaterThan(before + 200);
  await loseWebGl(page);
  await expect(page.getByText(/took its WebGL context away\. \w+ took over/)).toBeVisible({ timeout: 60_000 });
  await settled(page);
  await expect(page.getByTestId('check-outcome')).toHaveText('PAID $3,000');
});
