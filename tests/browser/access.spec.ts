import AxeBuilder from '@axe-core/playwright';
import { expect, openDesk, poison, test } from './support.ts';

const TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];

for (const colorScheme of ['light', 'dark'] as const) {
  for (const viewport of [
    { width: 1440, height: 900 },
    { width: 390, height: 844 },
  ]) {
    test(`axe finds nothing on the desk: ${colorScheme}, ${viewport.width} wide`, async ({ page }) => {
      await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
      await page.setViewportSize(viewport);
      await openDesk(page);
      await poison(page, 80);
      expect((await new AxeBuilder({ page }).withTags(TAGS).analyze()).violations).toEqual([]);
    });
  }

  test(`axe finds nothing on the other pages and dialogs: ${colorScheme}`, async ({ page }) => {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    await openDesk(page);
    await page.getByRole('button', { name: 'Enlarge Unit 0' }).click();
    expect((await new AxeBuilder({ page }).withTags(TAGS).analyze()).violations).toEqual([]);
    await page.keyboard.press('Escape');
    await page.goto('/#/about');
    await expect(page.getByRole('heading', { name: 'About this lab' })).toBeVisible();
    expect((await new AxeBuilder({ page }).withTags(TAGS).analyze()).violations).toEqual([]);
  });
}

for (const hash of ['', '#/checks//training', '#/checks//runs', '#/checks//detect', '#/trucks//detect'])
  test(`the page fits its width from phone to projector: ${hash || 'the bench'}`, async ({ page }) => {
    await openDesk(page, hash);
    for (const width of [320, 390, 768, 1024, 1440, 2560]) {
      await page.setViewportSize({ width, height: 900 });
      const overflow = await page.evaluate(
        () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
      );
      expect(overflow, `at ${width} px`).toBeLessThanOrEqual(0);
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
