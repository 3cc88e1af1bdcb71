import type { Locator, Page } from '@playwright/test';
import { expect, openDesk, settled, shown, test } from './support.ts';

test.use({ viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true });

/** Draws a finger from the middle of something, in steps, as far as told. */
async function swipe(page: Page, over: Locator, by: { x: number; y: number }): Promise<void> {
  const { x, y, width, height } = (await over.boundingBox())!;
  const from = { x: x + width / 2, y: y + height / 2 };
  const session = await page.context().newCDPSession(page);
  const touch = (type: 'touchStart' | 'touchMove' | 'touchEnd', at: number) =>
    session.send('Input.dispatchTouchEvent', {
      type,
      touchPoints: type === 'touchEnd' ? [] : [{ x: from.x + at * by.x, y: from.y + at * by.y }],
    });
  await touch('touchStart', 0);
  for (let step = 1; step <= 12; step++) await touch('touchMove', step / 12);
  await touch('touchEnd', 1);
  await session.detach();
}

test('a finger that scrolls across a slider leaves it, one that moves along it moves it', async ({ page }) => {
  await openDesk(page);
  const slider = page.getByTestId('poison-count').getByRole('slider');
  const undo = page.getByRole('button', { name: 'Undo' });
  await slider.scrollIntoViewIfNeeded();
  const before = await page.evaluate(() => scrollY);
  await swipe(page, slider, { x: 4, y: -150 });
  await expect.poll(() => page.evaluate(() => scrollY)).toBeGreaterThan(before + 80);
  await expect(slider).toHaveValue('0');
  await expect(undo).toBeDisabled();
  expect(await shown(page, 'rows-touched')).toBe(0);

  await swipe(page, slider, { x: 60, y: 0 });
  await settled(page);
  expect(await shown(page, 'rows-touched')).toBeGreaterThan(0);
  await slider.tap({ position: { x: 40, y: 20 } });
  await settled(page);
  await expect(undo).toBeEnabled();
});

test('a finger on a dialog leaves the page behind it where it is', async ({ page }) => {
  await openDesk(page);
  await page.getByRole('button', { name: 'Which is which?' }).click();
  const before = await page.evaluate(() => scrollY);
  await swipe(page, page.getByRole('dialog'), { x: 4, y: -150 });
  await page.waitForTimeout(300);
  expect(await page.evaluate(() => scrollY)).toBe(before);
  await expect(page.getByRole('dialog')).not.toContainText('use the keys', { useInnerText: true });
  await page.keyboard.press('Escape');
  await swipe(page, page.locator('.training h2'), { x: 4, y: -150 });
  await expect.poll(() => page.evaluate(() => scrollY)).toBeGreaterThan(before);
});

test('a table of rows leaves a finger room to move the page beside it', async ({ page }) => {
  await openDesk(page, '#/trucks');
  const { height } = (await page.getByRole('grid').boundingBox())!;
  expect(height).toBeLessThanOrEqual(0.45 * 844);
});

test('a finger that scrolls across a weight leaves it', async ({ page }) => {
  await openDesk(page, '#/trucks');
  const slider = page.getByRole('slider', { name: /Interest rate/ });
  await slider.scrollIntoViewIfNeeded();
  const value = await slider.inputValue();
  await swipe(page, slider, { x: 4, y: -150 });
  await expect(page.getByRole('button', { name: 'Undo' })).toBeDisabled();
  await expect(slider).toHaveValue(value);
});
