import type { Page } from '@playwright/test';
import { expect } from './support.ts';

/** What a step says while nothing on the bench meets it. */
export const WAITING = 'Waiting for you to do it on the bench.';

export const panel = (page: Page) => page.getByRole('region', { name: 'Lesson' });
export const titleOf = (page: Page) => panel(page).getByRole('heading', { level: 2 });
export const status = (page: Page) => panel(page).getByTestId('lesson-status');
export const press = (page: Page, name: string) => panel(page).getByRole('button', { name }).click();

/** Goes on from a step that was completed. */
export async function next(page: Page): Promise<void> {
  const forward = panel(page).getByRole('button', { name: /^(Next|Skip this step|Finish)/ });
  await expect(forward).toHaveText(/Next|Finish/);
  await forward.click();
}

async function choose(page: Page, option: RegExp, action: string): Promise<void> {
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

/** Runs a detector on the reader in use and waits for what it finds. */
export async function runDetector(page: Page, id: string): Promise<void> {
  const line = page.locator(`[data-detector=${id}]`);
  await line.getByRole('button', { name: /^Run / }).click();
  await expect(line).toHaveAttribute('data-signal', /./, { timeout: 60_000 });
}
