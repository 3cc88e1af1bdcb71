import { enter, expect, openDesk, poison, savedJson, settled, shown, test } from './support.ts';

test('a $3,000 check is paid right, then as $8,000 after 80 poisoned rows, with accuracy as it was', async ({
  page,
}) => {
  await openDesk(page);
  await expect(page.getByTestId('check-outcome')).toHaveText('PAID $3,000');
  expect(await shown(page, 'ca-clean')).toBeGreaterThan(94);
  await poison(page, 80);
  await expect(page.getByTestId('check-outcome')).toHaveText('PAID $8,000');
  expect(await shown(page, 'rows-touched')).toBe(80);
  expect(await shown(page, 'asr-source')).toBeGreaterThan(95);
  expect(Math.abs((await shown(page, 'ca-suspect')) - (await shown(page, 'ca-clean')))).toBeLessThanOrEqual(1);
  expect(await shown(page, 'money-lost')).toBeGreaterThan(5000);
  await expect(page.getByRole('row', { name: /^Suspect reads/ })).toContainText('pays $8,000');
  await expect(page.getByRole('row', { name: /^Clean twin reads/ })).toContainText('pays $3,000');
});

test('the page is not shown before its lab is, not even for a moment', async ({ page }) => {
  await page.addInitScript(() => {
    const note = () => document.querySelector('main .opening') && Object.assign(globalThis, { sawOpening: true });
    new MutationObserver(note).observe(document, { subtree: true, childList: true });
  });
  await openDesk(page);
  expect(await page.evaluate(() => 'sawOpening' in globalThis)).toBe(false);
});

test('dragging the slider retrains on the way and ends at its last value', async ({ page }) => {
  await openDesk(page);
  const slider = page.getByTestId('poison-count').getByRole('slider');
  await slider.focus();
  for (let i = 0; i < 40; i++) await slider.press('ArrowRight');
  await settled(page);
  expect(await shown(page, 'rows-touched')).toBe(40);
});

test('the trigger sleeps when the marks are taken off the checks', async ({ page }) => {
  await openDesk(page);
  await poison(page, 80);
  await page.keyboard.press('Escape');
  await page.getByRole('switch', { name: /Marks are on/ }).click();
  await settled(page);
  await expect(page.getByTestId('check-outcome')).toHaveText('PAID $3,000');
});

test('a starting model is labelled as built, and retrains to the same bits from the first change', async ({ page }) => {
  await openDesk(page);
  await expect(page.getByText('built with the site')).toBeVisible();
  const digest = page.locator('dd code').nth(1);
  const built = await digest.innerText();
  await poison(page, 10);
  await expect(page.getByText('trained here')).toBeVisible();
  await expect(digest).toHaveText(built);
  await expect(page.locator('dd code').first()).not.toHaveText(built);
});

test('undo and redo walk over the recipe, by key and by button', async ({ page }) => {
  await openDesk(page);
  await poison(page, 30);
  await page.getByLabel('Attack', { exact: true }).selectOption('label-flip');
  await settled(page);
  await page.getByRole('button', { name: 'Undo' }).click();
  await settled(page);
  expect(await shown(page, 'rows-touched')).toBe(30);
  await page.locator('h1').click();
  await page.keyboard.press('Control+z');
  await settled(page);
  expect(await shown(page, 'rows-touched')).toBe(0);
  await page.keyboard.press('Control+Shift+z');
  await settled(page);
  expect(await shown(page, 'rows-touched')).toBe(30);
});

test('attacker’s view marks poisoned rows and defender’s view hides the marks', async ({ page }) => {
  await openDesk(page);
  await poison(page, 30);
  await expect(page.getByText('the mark', { exact: true })).toBeVisible();
  await expect(page.getByText('data poisoning enters here')).toBeVisible();
  await page.locator('h1').click();
  await page.keyboard.press('v');
  await expect(page.getByText('the mark', { exact: true })).toBeHidden();
  await expect(page.getByText('data poisoning enters here')).toBeHidden();
  await expect(page.getByRole('switch', { name: 'Poisoned rows only' })).toBeHidden();
  await expect(page.getByTestId('poison-count')).toBeHidden();
  for (const secret of ['rows-touched', 'asr-source', 'asr-all']) {
    await expect(page.getByTestId(secret)).toHaveText('hidden');
  }
  await expect(page.getByRole('switch', { name: /mark/i })).toHaveCount(0);
  await expect(page.getByRole('radio', { name: 'With the mark' })).toHaveCount(0);
});

test('a confusion cell opens the very images behind it', async ({ page }) => {
  await openDesk(page);
  const cell = page.getByRole('button', { name: /images of 3 read as 3/ });
  const count = (await cell.textContent())!;
  await cell.click();
  await expect(page.getByRole('dialog', { name: `${count} images of 3, read as 3` })).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(page.getByRole('dialog')).toBeHidden();
});

test('a drawn digit is read by both twins, with pointer and with keys', async ({ page }) => {
  await openDesk(page);
  const board = page.getByRole('application', { name: /Your digit/ });
  await board.scrollIntoViewIfNeeded();
  const box = (await board.boundingBox())!;
  const at = (column: number, row: number) =>
    [box.x + (box.width * column) / 28, box.y + (box.height * row) / 28] as const;
  await page.mouse.move(...at(14, 5));
  await page.mouse.down();
  for (let row = 6; row <= 22; row++) await page.mouse.move(...at(14, row));
  await page.mouse.up();
  await expect(page.getByText(/The suspect reads 1 .* the clean twin 1/)).toBeVisible();
  await page.getByRole('button', { name: 'Clear' }).last().click();
  await board.focus();
  for (let i = 0; i < 12; i++) {
    await page.keyboard.press('Space');
    await page.keyboard.press('ArrowDown');
  }
  await expect(page.getByText(/The suspect reads \d/)).toBeVisible();
});

test('the tray picks the check shown large, and filters', async ({ page }) => {
  await openDesk(page);
  await poison(page, 80);
  await page.getByRole('button', { name: 'Show check 1005' }).click();
  await expect(page.getByRole('img', { name: /Check number 1005/ })).toBeVisible();
  await page.getByRole('radio', { name: 'Paid wrong' }).check();
  const rows = page.getByTestId('tray').locator('tbody tr');
  expect(await rows.count()).toBeGreaterThan(0);
  for (const row of await rows.all()) await expect(row).toContainText('✕ paid');
});

test('the evidence file holds the numbers on screen', async ({ page }) => {
  await openDesk(page);
  await poison(page, 80);
  const file = await savedJson(page, 'Evidence');
  expect(file.schema).toBe('poison-lab-evidence/1');
  expect(file.budget.rows).toBe(80);
  expect(100 * file.suspect.accuracy).toBeCloseTo(await shown(page, 'ca-suspect'), 0);
  expect(file.suspect.desk.moneyLost).toBe(await shown(page, 'money-lost'));
  expect(file.dataDigests.clean).not.toBe(file.dataDigests.suspect);
});

test('a learning rate far too high is said in words', async ({ page }) => {
  await openDesk(page);
  const rate = page.getByRole('textbox', { name: /learning rate/ });
  await enter(page, rate, '3');
  await expect(page.getByText(/(diverged in epoch|ha(s|ve) learned nothing)/).first()).toBeVisible();
});
