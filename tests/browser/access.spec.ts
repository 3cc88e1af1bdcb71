import { overflow } from './pages/looks.ts';
import { expect, openDesk, poison, settled, test } from './support.ts';

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

test('a tapped term’s note goes by a second tap, by a tap elsewhere and by Escape, which does nothing else', async ({
  page,
}) => {
  await openDesk(page);
  await page.keyboard.press('p');
  const bar = page.getByRole('navigation', { name: 'Projector' });
  await expect(bar).toBeVisible();
  const notes = page.getByRole('tooltip').filter({ visible: true });
  // As Safari taps: without focus.
  const tap = (name: string) =>
    page.getByRole('button', { name, exact: true }).evaluate((button) => {
      button.dispatchEvent(new PointerEvent('pointerdown', { bubbles: true, pointerType: 'touch' }));
      button.dispatchEvent(new MouseEvent('click', { bubbles: true, detail: 1 }));
    });
  await tap('Clean accuracy');
  await expect(notes).toHaveCount(1);
  await tap('Clean accuracy');
  await expect(notes).toHaveCount(0);
  await tap('Clean accuracy');
  await tap('Attack success');
  await expect(notes, 'notes do not pile up').toHaveCount(1);
  await page.keyboard.press('Escape');
  await expect(notes).toHaveCount(0);
  await expect(bar).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(bar).toHaveCount(0);
});

test('a dialog closes by a click beside it and with its page, not when text in it is marked', async ({ page }) => {
  await openDesk(page);
  await page.goto('/#/trucks');
  await settled(page);
  await page.getByRole('button', { name: 'For facilitators' }).click();
  const dialog = page.getByRole('dialog', { name: 'For facilitators' });
  const box = (await dialog.boundingBox())!;
  await page.mouse.move(box.x + 40, box.y + 80);
  await page.mouse.down();
  await page.mouse.move(box.x - 60, box.y + 80);
  await page.mouse.up();
  await expect(dialog).toBeVisible();
  await page.mouse.click(box.x - 60, box.y + 80);
  await expect(dialog).toBeHidden();
  await page.getByRole('button', { name: 'For facilitators' }).click();
  await expect(dialog).toBeVisible();
  await page.goBack();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Check Desk');
  await expect(dialog).toHaveCount(0);
});
