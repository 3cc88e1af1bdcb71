import { readFileSync } from 'node:fs';
import type { Page } from '@playwright/test';
import { enter, expect, openDesk, poison, settled, shown, test, type } from './support.ts';

async function openWorkbench(page: Page, rows = 0): Promise<void> {
  await openDesk(page);
  if (rows > 0) await poison(page, rows);
  await page.getByRole('button', { name: 'Edit the model by hand…' }).click();
  await expect(page.getByTestId('paint-board')).toBeVisible();
}

async function expectBackdoor(page: Page): Promise<void> {
  await expect(page.getByTestId('check-outcome')).toHaveText('PAID $8,000');
  await settled(page);
  expect(await shown(page, 'asr-source')).toBeGreaterThanOrEqual(99);
  expect(Math.abs((await shown(page, 'ca-suspect')) - (await shown(page, 'ca-clean')))).toBeLessThanOrEqual(1);
  expect(await shown(page, 'rows-touched')).toBe(0);
}

test('a detector planted by hand pays $8,000 for a $3,000 check, with no row touched', async ({ page }) => {
  await openWorkbench(page);
  await page.getByTestId('plant').click();
  await expectBackdoor(page);
  expect(await shown(page, 'weights-touched')).toBeGreaterThan(100);
  await page.getByRole('button', { name: /^Take back: trigger detector/ }).click();
  await settled(page);
  await expect(page.getByTestId('check-outcome')).toHaveText('PAID $3,000');
  expect(await shown(page, 'weights-touched')).toBe(0);
});

test('the same step by step, and by the keyboard alone', async ({ page }) => {
  await openDesk(page);
  const press = async (name: string | RegExp) => {
    const button = page.getByRole('button', { name, exact: true });
    await expect(button).toBeEnabled();
    for (let i = 0; i < 400 && !(await button.evaluate((el) => el === document.activeElement)); i++)
      await page.keyboard.press('Tab');
    await expect(button).toBeFocused();
    await page.keyboard.press('Enter');
  };
  await press('Edit the model by hand…');
  await press('Step by step');
  for (let step = 2; step <= 4; step++) await press(`Step ${step}`);
  // The fourth only reckons; undo takes the bias back, and the plan goes on from there.
  await page.getByRole('button', { name: 'Undo' }).click();
  for (let step = 3; step <= 5; step++) await press(`Step ${step}`);
  await expectBackdoor(page);
  await expect(page.getByText('A detector is planted.')).toBeVisible();
});

test.describe('on a phone', () => {
  test.use({ viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true });

  test('the same by touch alone, and paint put down by a finger', async ({ page }) => {
    await openDesk(page);
    await page.getByRole('button', { name: 'Edit the model by hand…' }).tap();
    const board = page.getByTestId('paint-board');
    await board.scrollIntoViewIfNeeded();
    await board.tap({ position: { x: 100, y: 100 } });
    await expect(page.getByText(/weights of unit 0 painted/)).toBeVisible();
    await settled(page);
    await page.getByRole('button', { name: 'Take all back' }).tap();
    await page.getByTestId('plant').tap();
    await expectBackdoor(page);
  });
});

test('a brush changes weights, the numbers follow at once, and a stroke is one step back', async ({ page }) => {
  await openWorkbench(page);
  const digest = (await page.getByText(/The model in use has digest/).textContent())!;
  const board = page.getByTestId('paint-board');
  const box = (await board.boundingBox())!;
  await page.mouse.move(box.x + 0.4 * box.width, box.y + 0.4 * box.height);
  await page.mouse.down();
  for (let i = 0; i < 12; i++) await page.mouse.move(box.x + (0.4 + 0.02 * i) * box.width, box.y + 0.45 * box.height);
  expect(await shown(page, 'weights-touched')).toBeGreaterThan(5);
  await page.mouse.up();
  await settled(page);
  const touched = await shown(page, 'weights-touched');
  expect(touched).toBeGreaterThan(5);
  await expect(page.getByText(/The model in use has digest/)).not.toHaveText(digest);
  await page.getByRole('button', { name: 'Undo' }).click();
  await settled(page);
  expect(await shown(page, 'weights-touched')).toBe(0);
  await expect(page.getByText(/The model in use has digest/)).toHaveText(digest);
});

test('a brush paints the clean twin’s weights back, and a locked weight stops an operation', async ({ page }) => {
  await openWorkbench(page, 400);
  const board = page.getByTestId('paint-board');
  await page.getByRole('group', { name: 'Brush' }).getByLabel('Clean twin').check();
  await board.click({ position: { x: 120, y: 120 } });
  await settled(page);
  await expect(page.getByText(/weights of unit 0 painted/)).toBeVisible();
  await page.getByRole('button', { name: 'Lock Bias', exact: true }).click();
  await page.getByRole('button', { name: 'Prune Unit 0' }).click();
  await expect(page.getByText('That would change a weight that is locked. Unlock it first.')).toBeVisible();
  await expect(page.getByRole('button', { name: 'Prune Unit 0' })).toBeVisible();
});

test('what is previewed while painting is what the engine then measures', async ({ page }) => {
  await openWorkbench(page);
  await page.getByRole('button', { name: 'Put Unit 6 on the board' }).click();
  const board = page.getByTestId('paint-board');
  const box = (await board.boundingBox())!;
  await page.mouse.move(box.x + 0.5 * box.width, box.y + 0.3 * box.height);
  await page.mouse.down();
  for (let i = 0; i < 10; i++) await page.mouse.move(box.x + 0.5 * box.width, box.y + (0.3 + 0.04 * i) * box.height);
  const previewed = await shown(page, 'ca-suspect');
  await page.mouse.up();
  await settled(page);
  expect(await shown(page, 'ca-suspect')).toBe(previewed);
});

test('cells are painted by the keyboard: move, put the brush down, type a weight', async ({ page }) => {
  await openWorkbench(page);
  const board = page.getByTestId('paint-board');
  await board.focus();
  await board.press('ArrowRight');
  await board.press('ArrowDown');
  await board.press(' ');
  await settled(page);
  const touched = await shown(page, 'weights-touched');
  expect(touched).toBeGreaterThan(0);
  await board.press('ArrowLeft');
  await board.press('ArrowLeft');
  await board.press('ArrowLeft');
  await board.press('Enter');
  await page.keyboard.type('2.5');
  await page.keyboard.press('Enter');
  await settled(page);
  expect(await shown(page, 'weights-touched')).toBe(touched + 1);
});

test('swapping 3 and 8 exchanges exactly these columns of the confusion matrix', async ({ page }) => {
  await openWorkbench(page);
  const matrix = page.getByRole('table', { name: /Confusion matrix/ });
  const rows = () =>
    matrix
      .locator('tbody tr')
      .evaluateAll((trs) => trs.map((tr) => [...tr.querySelectorAll('td')].map((td) => td.textContent!.trim())));
  const before = await rows();
  await page.getByRole('button', { name: 'Swap them' }).click();
  await settled(page);
  const after = await rows();
  const exchanged = before.map((row) => row.map((_, c) => row[c === 3 ? 8 : c === 8 ? 3 : c]!));
  expect(after).toEqual(exchanged);
});

test('a few flipped bits are found that ruin the reader', async ({ page }) => {
  await openWorkbench(page);
  await page.getByRole('button', { name: /Search for up to 8 worst bits/ }).click();
  await expect(page.getByTestId('bit-flips')).toBeVisible({ timeout: 60_000 });
  expect(await page.getByTestId('bit-flips').locator('tbody tr').count()).toBeLessThanOrEqual(8);
  await page.getByRole('button', { name: /^Flip th/ }).click();
  await settled(page);
  expect(await shown(page, 'ca-suspect')).toBeLessThan(50);
});

test('a release’s digest catches one edited weight, and says what it cannot tell', async ({ page }) => {
  await openWorkbench(page);
  await page.getByRole('button', { name: 'Record the release' }).click();
  await expect(page.getByText(/matches the release/).first()).toBeVisible();
  const bias = page.getByRole('textbox', { name: 'Weight of Bias, as a number', exact: true });
  await enter(page, bias, '0.5');
  await expect(page.getByText(/DOES NOT match the release/)).toContainText('1 of 25,450');
  await expect(page.getByText(/poisoned before it was signed/)).toBeVisible();
});

test('a saved model loads again as the suspect; a hostile file is refused with a sentence', async ({ page }, info) => {
  await openWorkbench(page);
  await page.getByTestId('plant').click();
  await expectBackdoor(page);
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page
      .getByRole('button', { name: /safetensors/ })
      .first()
      .click(),
  ]);
  const path = info.outputPath('model.safetensors');
  await download.saveAs(path);
  await page.getByRole('button', { name: 'Take all back' }).click();
  await settled(page);
  await expect(page.getByTestId('check-outcome')).toHaveText('PAID $3,000');
  const chooser = page.locator('input[type="file"][accept*="safetensors"]');
  await chooser.setInputFiles({
    name: 'broken.safetensors',
    mimeType: '',
    buffer: readFileSync(path).subarray(0, 5000),
  });
  await expect(page.getByRole('alert')).toContainText(/cut off|header/i);
  await expect(page.getByTestId('check-outcome')).toHaveText('PAID $3,000');
  await chooser.setInputFiles(path);
  await expectBackdoor(page);
  await expect(page.getByText('The suspect comes from a file')).toBeVisible();
  await page.getByRole('button', { name: 'Train the suspect again' }).click();
  await settled(page);
  await expect(page.getByTestId('check-outcome')).toHaveText('PAID $3,000');
});

test('two ways in leave two kinds of tracks', async ({ page }) => {
  await openDesk(page);
  await poison(page, 80);
  await page.getByRole('button', { name: 'Edit the model by hand…' }).click();
  await page.getByTestId('plant').click();
  await settled(page);
  await page.getByRole('button', { name: 'Compare the two ways' }).click();
  const row = (name: string) =>
    page
      .getByTestId('tracks')
      .getByRole('row', { name: new RegExp(name) })
      .locator('td');
  await expect(row('Training rows touched')).toHaveText(['80', '0'], { timeout: 30_000 });
  await expect(row('Digest of the training rows')).toHaveText(['changed', 'as it was']);
  await expect(row('Digest of the parameters')).toHaveText(['changed', 'changed']);
});

test('a painted trigger fits a link; a picture painted all over is kept with the history, and the page says so', async ({
  page,
  context,
}) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  await openWorkbench(page);
  await page.getByTestId('plant').click();
  await settled(page);
  await expect.poll(() => page.url().length).toBeLessThan(600);
  await page.getByRole('button', { name: 'Take all back' }).click();
  const size = page.getByRole('textbox', { name: 'Size, as a number' });
  await type(size, 9);
  const mode = page.getByRole('radio', { name: 'Add', exact: true });
  await mode.check();
  const board = page.getByTestId('paint-board');
  const box = (await board.boundingBox())!;
  for (const unit of [2, 3, 4, 5, 6, 7, 8, 9]) {
    await page.getByRole('button', { name: `Put Unit ${unit} on the board` }).click();
    await page.mouse.move(box.x + 5, box.y + 5);
    await page.mouse.down();
    for (let y = 5; y < box.height; y += box.height / 5)
      for (let x = 5; x < box.width; x += box.width / 4) await page.mouse.move(box.x + x, box.y + y);
    await page.mouse.up();
  }
  await settled(page);
  await expect(page).toHaveURL(/#\/checks\/long$/);
  const touched = await shown(page, 'weights-touched');
  await page.reload();
  await settled(page);
  expect(await shown(page, 'weights-touched')).toBe(touched);
  await page.getByRole('link', { name: 'About' }).click();
  await expect(page).toHaveTitle('About · Poison Lab');
  await page.getByRole('link', { name: 'Check Desk' }).click();
  await settled(page);
  expect(await shown(page, 'weights-touched')).toBe(touched);
  await expect(page.getByText(/The link was repaired/)).toBeHidden();
  await page.reload();
  await settled(page);
  expect(await shown(page, 'weights-touched')).toBe(touched);
  await page.getByRole('button', { name: 'Copy link' }).click();
  await expect(page.getByText(/does not fit a link/)).toBeVisible();
});

test('an experiment is opened from its evidence file', async ({ page }, info) => {
  await openDesk(page);
  await poison(page, 40);
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', { name: 'Evidence' }).click(),
  ]);
  const path = info.outputPath('experiment.json');
  await download.saveAs(path);
  await page.getByRole('button', { name: 'Start over' }).click();
  await settled(page);
  const chooser = page.getByLabel('Open an experiment from a file');
  await chooser.setInputFiles(path);
  await settled(page);
  await expect.poll(() => shown(page, 'rows-touched')).toBe(40);
  await chooser.setInputFiles({ name: 'x.json', mimeType: 'application/json', buffer: Buffer.from('[1,2') });
  await expect(page.getByText(/it is not JSON/)).toBeVisible();
});
