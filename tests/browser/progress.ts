import type { Page } from '@playwright/test';
import { TEST_ITEMS } from '../../src/course/test-items.ts';

/** Where the page keeps how far the course was taken. */
export const PROGRESS_KEY = 'poison-lab/progress/2';

/** The test handed in with the first so many of its items right and the rest wrong, as it is kept. */
export const taken = (right: number) => ({
  answers: Object.fromEntries(
    TEST_ITEMS.map(({ id, options }, at) => [id, options.find((option) => option.right === at < right)!.id]),
  ),
  finished: true,
});

/** Puts progress into the store as it is kept, and opens the page with it. */
export async function haveProgress(page: Page, progress: { lessons?: object; tests: object }): Promise<void> {
  const text = JSON.stringify({ lessons: {}, challenges: {}, ...progress });
  await page.goto('/#/about');
  await page.evaluate(([key, text]) => localStorage.setItem(key!, text!), [PROGRESS_KEY, text]);
  await page.reload();
}
