import { overflow } from './pages/looks.ts';
import { expect, openDesk, poison, test } from './support.ts';

for (const { hash, rows = 0 } of [
  { hash: '' },
  { hash: '#/checks//training' },
  { hash: '#/checks//runs' },
  { hash: '#/checks//detect' },
  { hash: '#/trucks', rows: 20 },
  { hash: '#/trucks//detect' },
])
  test(`the page fits its width from phone to projector: ${hash || 'the bench'}`, async ({ page }) => {
    await openDesk(page, hash);
    if (rows > 0) await poison(page, rows);
    for (const width of [320, 390, 768, 1024, 1440, 2560]) {
      await page.setViewportSize({ width, height: 900 });
      expect(await overflow(page), `at ${width} px`).toBeLessThanOrEqual(0);
    }
  });

test('a strict policy is in force on the built page', async ({ page }) => {
  await openDesk(page);
  const policy = await page.locator('meta[http-equiv="Content-Security-Policy"]').getAttribute('content');
  expect(policy).toContain("default-src 'none'");
  expect(policy).not.toContain('unsafe-inline');
  expect(policy).not.toContain("'unsafe-eval'");
});

test('the keys are listed, and typing in a field keeps its keys', async ({ page }) => {
  await openDesk(page);
  await page.keyboard.press('?');
  await expect(page.getByRole('dialog', { name: 'Keys' })).toBeVisible();
  await expect(page.getByRole('dialog').locator('dt')).toHaveText([
    'Ctrl Z',
    'Ctrl Shift Z',
    'T',
    'V',
    'Space',
    'S',
    'R',
    'P',
    'Page Down',
    'Page Up',
    'Esc',
    '?',
  ]);
  await page.keyboard.press('Escape');
  for (const on of [false, true]) {
    await page.keyboard.press('t');
    await expect(page.getByRole('switch', { name: /Marks are on/ })).toBeChecked({ checked: on });
  }
  const field = page.getByTestId('poison-count').getByRole('textbox');
  await field.focus();
  await page.keyboard.type('tv?');
  await expect(page.getByRole('dialog')).toBeHidden();
  await expect(page.getByRole('switch', { name: /Marks are on/ })).toBeChecked();
});
