import { readdirSync, readFileSync } from 'node:fs';
import { enter, expect, fieldOf, openDesk, settled, shown, test } from './support.ts';

const ASSETS = 'dist/assets';
const textOf = (name: string) => readFileSync(`${ASSETS}/${name}`, 'utf8');

test('WebGL trains in the worker, under its own name, and agrees with the kernel within a point', async ({ page }) => {
  await openDesk(page);
  await enter(page, fieldOf(page, /epochs/), 2);
  const simd = await shown(page, 'ca-suspect');
  await expect(page.getByTestId('engine')).toContainText(/^SIMD/);
  for (const [engine, name] of [
    ['webgl', /^WebGL.*(SwiftShader|ANGLE)/],
    ['wasm', /^WebAssembly/],
    ['cpu', /^JavaScript/],
  ] as const) {
    await page.getByLabel('Train on').selectOption(engine);
    await settled(page);
    await expect(page.getByTestId('engine')).toContainText(name);
    expect(Math.abs((await shown(page, 'ca-suspect')) - simd)).toBeLessThanOrEqual(1);
  }
});

test('a conv net trains on TensorFlow.js, chosen by calibration', async ({ page }) => {
  await openDesk(page);
  await enter(page, fieldOf(page, /epochs/), 1);
  await page.getByRole('radio', { name: 'Convolutional net' }).check();
  await settled(page);
  await expect(page.getByTestId('engine')).toContainText(/^(WebGL|WebAssembly|JavaScript)/);
  expect(await shown(page, 'ca-suspect')).toBeGreaterThan(70);
  await expect(page.getByRole('button', { name: 'Enlarge Filter 0' })).toBeVisible();
});

test('all engines are measured on request', async ({ page }) => {
  await openDesk(page);
  await page.getByRole('button', { name: 'Measure all engines' }).click();
  await expect(page.getByTestId('engine')).toContainText(/SIMD.*WebGL.*WebAssembly.*JavaScript/, { timeout: 90_000 });
});

test('no file of the worker imports from its first one, which Safari would run once more', () => {
  const files = readdirSync(ASSETS).filter((name) => name.endsWith('.js'));
  const first = files.find((name) => name.startsWith('engine.worker'));
  expect(first).toBeDefined();
  const importers = files.filter((name) => new RegExp(`(?:from|import)\\s*\\(?["'\`]\\./${first}`).test(textOf(name)));
  expect(importers).toEqual([]);
});
