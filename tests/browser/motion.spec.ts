import type { Page } from '@playwright/test';
import { expect, openDesk, poison, settled, test } from './support.ts';

/** What moves on the page, by the class of what is moved. */
const moving = (page: Page) =>
  page.evaluate(() =>
    document
      .getAnimations()
      .filter(({ playState }) => playState === 'running')
      .map(({ effect }) => (effect as KeyframeEffect).target!.getAttribute('class')!.split(' ')[0]!),
  );
/** The classes of all that has moved since the page noted it. */
const moved = (page: Page) => page.evaluate(() => [...(globalThis as unknown as { moved: Set<string> }).moved]);
const still = (page: Page) => expect.poll(() => moving(page)).toEqual([]);
const flights = (page: Page) => page.locator('.flight');

/** Puts the marks on the checks, or takes them off. */
async function toggleMarks(page: Page): Promise<void> {
  await page.locator('#main').focus();
  await page.keyboard.press('t');
  await settled(page);
}

/** Looks at every frame at what moves: an act's motion may be over before a test asks. */
async function noteMotion(page: Page): Promise<void> {
  await page.addInitScript(() => {
    const notes = { moved: new Set<string>(), most: 0 };
    Object.assign(globalThis, notes);
    const look = () => {
      for (const { effect } of document.getAnimations()) {
        const { classList } = (effect as KeyframeEffect).target!;
        for (const name of classList) notes.moved.add(name);
      }
      const { most } = globalThis as unknown as { most: number };
      Object.assign(globalThis, { most: Math.max(most, document.querySelectorAll('.flight').length) });
      requestAnimationFrame(look);
    };
    requestAnimationFrame(look);
  });
}

for (const { hash, slip } of [
  { hash: '#/checks', slip: 'picture' },
  { hash: '#/trucks', slip: 'numbers' },
]) {
  test(`poisoned rows go into training, a few of them, once, and leave nothing behind: ${hash}`, async ({ page }) => {
    await noteMotion(page);
    await openDesk(page, hash);
    await poison(page, 80);
    await expect(flights(page)).toHaveAttribute('aria-hidden', 'true');
    expect(await flights(page).locator('> div').count()).toBeLessThanOrEqual(6);
    await expect(flights(page)).toHaveCount(0);
    await still(page);
    expect(await moved(page)).toContain(slip);
    // Fewer rows: none goes in.
    await page.evaluate(() => (globalThis as unknown as { moved: Set<string> }).moved.clear());
    await poison(page, 40);
    await page.waitForTimeout(900);
    expect(await moved(page)).not.toContain(slip);
  });
}

test('rows on their way are gone with whatever is done next', async ({ page }) => {
  await openDesk(page);
  await poison(page, 80);
  await expect(flights(page)).toHaveCount(1);
  await page.keyboard.press('Tab');
  await expect(flights(page)).toHaveCount(0);
});

test('a drag has nothing travel until the hand rests, and then once', async ({ page }) => {
  await noteMotion(page);
  await openDesk(page);
  const slider = page.getByTestId('poison-count').getByRole('slider');
  const during = await slider.evaluate(async (input: HTMLInputElement) => {
    let most = 0;
    for (let rows = 1; rows <= 40; rows++) {
      input.value = String(rows);
      input.dispatchEvent(new InputEvent('input', { bubbles: true }));
      await new Promise((resolve) => setTimeout(resolve, 40));
      most = Math.max(most, document.querySelectorAll('.flight').length);
    }
    return most;
  });
  expect(during).toBe(0);
  await settled(page);
  await expect(flights(page)).toHaveCount(1);
  await expect(flights(page)).toHaveCount(0);
  expect(await page.evaluate(() => (globalThis as unknown as { most: number }).most)).toBe(1);
  await still(page);
});

test('the stamp comes down on another amount, the mark on the check it comes onto', async ({ page }) => {
  await noteMotion(page);
  await openDesk(page);
  await poison(page, 80);
  await still(page);
  expect(await moved(page)).toContain('wrong');
  expect(await moved(page)).not.toContain('lands');
  await toggleMarks(page);
  await expect(page.locator('.check .mark')).toHaveCount(0);
  await toggleMarks(page);
  await expect.poll(() => moved(page)).toContain('lands');
  await still(page);
  await expect(page.locator('.lands')).toHaveCount(0);
  // To be shown the mark again is no mark that lands.
  await page.evaluate(() => (globalThis as unknown as { moved: Set<string> }).moved.clear());
  await page.getByRole('radio', { name: 'Defender’s view' }).check();
  await page.getByRole('radio', { name: 'Attacker’s view' }).check();
  await expect(page.locator('.check .mark')).toHaveCount(1);
  expect(await moved(page)).not.toContain('mark');
});

test('a poisoned link has no row travel when it is opened', async ({ page, context }) => {
  await openDesk(page);
  await poison(page, 80);
  await expect(page).toHaveURL(/#\/checks\/1\./);
  const other = await context.newPage();
  await noteMotion(other);
  await other.goto(page.url());
  await settled(other);
  await other.waitForTimeout(800);
  expect(await moved(other)).not.toContain('picture');
});

test('who wants less motion has none', async ({ page }) => {
  await page.emulateMedia({ reducedMotion: 'reduce' });
  await noteMotion(page);
  for (const hash of ['#/checks', '#/trucks']) {
    await openDesk(page, hash);
    await poison(page, 80);
    await toggleMarks(page);
    await toggleMarks(page);
    await page.waitForTimeout(600);
    expect(await moved(page)).toEqual([]);
    await expect(flights(page)).toHaveCount(0);
  }
});
