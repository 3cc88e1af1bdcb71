import type { Page } from '@playwright/test';
import { expect, settled } from './support.ts';

/** What a step says while nothing on the bench meets it. */
export const WAITING = 'Waiting for you to do it on the bench.';

export const panel = (page: Page) => page.getByRole('region', { name: 'Lesson' });
export const titleOf = (page: Page) => panel(page).getByRole('heading', { level: 2 });
export const status = (page: Page) => panel(page).getByTestId('lesson-status');
export const press = (page: Page, name: string) => panel(page).getByRole('button', { name }).click();

/** The way on, which says whether the step is done. */
export const forward = (page: Page) => panel(page).getByRole('button', { name: /^(Next|Skip this step|Finish)/ });
export const waits = (page: Page) => expect(status(page)).toHaveText(WAITING);
export const pointsAtSomething = (page: Page) => expect(page.locator('[data-pointed]').first()).toBeInViewport();

/** Starts a lesson from the list of lessons, by its title. */
export async function startFromList(page: Page, title: string): Promise<void> {
  await page.goto('/#/lessons');
  const entry = page.getByRole('listitem').filter({ hasText: title });
  await entry.getByRole('link', { name: `Start: ${title}`, exact: true }).click();
  await settled(page);
}

/** Goes on from a step that was completed. */
export async function next(page: Page): Promise<void> {
  await expect(forward(page)).toHaveText(/Next|Finish/);
  await forward(page).click();
}

export async function choose(page: Page, option: RegExp, action: string): Promise<void> {
  await panel(page).getByRole('radio', { name: option }).check();
  await press(page, action);
}

/** Commits a prediction and goes on. */
export async function predict(page: Page, option: RegExp): Promise<void> {
  await choose(page, option, 'That is my prediction');
  await next(page);
}

/** Gives a wrong answer to a question. */
export async function answerWrong(page: Page, option: RegExp): Promise<void> {
  await choose(page, option, 'Answer');
  await expect(panel(page)).toContainText('No. ');
}

/** Gives the right answer to a question, at the first or a later go, and goes on. */
export async function answer(page: Page, option: RegExp): Promise<void> {
  await choose(page, option, 'Answer');
  await expect(panel(page)).toContainText('Right. ');
  await next(page);
}
