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
/** What has been seen since the page began to note it. */
interface Notes {
  /** The classes of all that moved. */
  moved: Set<string>;
  /** Most flights there were at once, and most slips in one. */
  flights: number;
  slips: number;
  /** Whether a flight was ever there for those who do not see it. */
  spoken: boolean;
}
const notes = (page: Page) => page.evaluate(() => (globalThis as unknown as { notes: Notes }).notes);
const moved = (page: Page) => page.evaluate(() => [...(globalThis as unknown as { notes: Notes }).notes.moved]);
const forgetMoves = (page: Page) =>
  page.evaluate(() => (globalThis as unknown as { notes: Notes }).notes.moved.clear());
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
    const notes: Notes = { moved: new Set(), flights: 0, slips: 0, spoken: false };
    Object.assign(globalThis, { notes });
    const look = () => {
      for (const { effect } of document.getAnimations()) {
        const { classList } = (effect as KeyframeEffect).target!;
        for (const name of classList) notes.moved.add(name);
      }
      const flights = [...document.querySelectorAll('.flight')];
      notes.flights = Math.max(notes.flights, flights.length);
      notes.slips = Math.max(notes.slips, ...flights.map(({ childElementCount }) => childElementCount));
      notes.spoken ||= flights.some(({ ariaHidden }) => ariaHidden !== 'true');
      requestAnimationFrame(look);
    };
    requestAnimationFrame(look);
  });
}

/** Keeps rows on their way from arriving, so that only something else can end them. */
async function holdFlights(page: Page): Promise<void> {
  await page.addInitScript(() => {
    const hold = () => {
      for (const animation of document.getAnimations())
        if ((animation.effect as KeyframeEffect).target!.closest('.flight')) animation.pause();
      requestAnimationFrame(hold);
    };
    requestAnimationFrame(hold);
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
    await expect.poll(() => notes(page)).toMatchObject({ flights: 1, spoken: false });
    await expect(flights(page)).toHaveCount(0);
    await still(page);
    const { slips } = await notes(page);
    expect(slips).toBeGreaterThan(0);
    expect(slips).toBeLessThanOrEqual(6);
    expect(await moved(page)).toContain(slip);
    // Fewer rows: none goes in.
    await forgetMoves(page);
    await poison(page, 40);
    await page.waitForTimeout(900);
    expect(await moved(page)).not.toContain(slip);
  });
}

test('rows on their way are gone with whatever is done next', async ({ page }) => {
  await holdFlights(page);
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
  await expect.poll(async () => (await notes(page)).flights).toBe(1);
  await expect(flights(page)).toHaveCount(0);
  expect((await notes(page)).flights, 'once').toBe(1);
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
  await forgetMoves(page);
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
