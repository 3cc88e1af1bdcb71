import { readFileSync } from 'node:fs';
import { gunzipSync, gzipSync } from 'node:zlib';
import { expect, openDesk, poison, settled, shown, test } from '../support.ts';

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
