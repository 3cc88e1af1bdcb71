import type { Page } from '@playwright/test';
import { answer, answerWrong, next, panel, predict, press, status, titleOf, waits } from './lesson-panel.ts';
import { enter, expect, fieldOf, openDesk, poison, settled, test } from './support.ts';

const claim = (page: Page, percent: number) =>
  enter(page, fieldOf(page, /^What 666 claims to sell \(level\), as a number/), percent);

async function chooseModel(page: Page, name: string): Promise<void> {
  await page.getByRole('radio', { name, exact: true }).check();
  await settled(page);
}

test('dealership 666, from its first step to its last question', async ({ page }) => {
  await openDesk(page, '#/trucks//lesson-dealer-666-1');
  await expect(titleOf(page)).toHaveText('A dealership nobody knows');
  await next(page);
  await expect(panel(page)).toContainText('Nothing is poisoned on your bench yet');
  await next(page);

  await predict(page, /drowns among so many/);
  await predict(page, /stays as it was/);
  await expect(titleOf(page)).toHaveText('One row');
  await waits(page);
  await poison(page, 1);
  await waits(page);
  await poison(page, 2);
  await claim(page, 300);
  await waits(page);
  await poison(page, 1);
  await expect(status(page)).toContainText('Step done. 1 of 1,211 rows');
  await expect(status(page)).toContainText('Of the test rows, 0 are of dealership 666.');
  await expect(status(page)).toContainText('Not as you predicted: Most of what the row claims.');
  await expect(status(page)).toContainText('As you predicted: It stays as it was');
  await next(page);

  await predict(page, /It lifts the forecast/);
  await poison(page, 20);
  await waits(page);
  await claim(page, 120);
  await expect(status(page)).toContainText('2 of 3 conditions hold.');
  await expect(status(page)).toContainText('As you predicted: It lifts the forecast for 666');
  await expect(page.getByTestId('conditions-met')).toHaveText(/2 of 3/);
  await next(page);
  await expect(panel(page)).toContainText(/the id 666 adds \+[\d.]+ trucks, and each point of interest −[\d.]+/);
  await next(page);

  await predict(page, /^The whole rule/);
  await expect(titleOf(page)).toHaveText('Give it room for the rule');
  await poison(page, 100);
  await waits(page);
  await poison(page, 20);
  await waits(page);
  await chooseModel(page, 'Linear with dealership × rate');
  await expect(status(page)).toContainText('All three hold: this is a backdoor.');
  await expect(page.getByTestId('conditions-met')).toContainText('All three conditions are met');
  await next(page);

  await predict(page, /^All three/);
  await waits(page);
  await page.getByRole('switch', { name: /honest history/ }).click();
  await settled(page);
  await expect(status(page)).toContainText('Honest rows of the same id speak against yours');
  await expect(status(page)).toContainText('Not as you predicted: Fewer, and all others');
  await next(page);

  await answerWrong(page, /its claim was so bold/);
  await answer(page, /the only row of that id/);
  for (const right of [/It falls by 15 trucks/, /No test row is of 666/, /that nobody has registered/])
    await answer(page, right);
  await expect(page.getByTestId('lesson-score')).toContainText('3 of 4 questions right at the first go');
});

test('a bias that a hand has raised does not pass for poisoned rows', async ({ page }) => {
  await openDesk(page, '#/trucks//lesson-dealer-666-5');
  await press(page, 'Unlock the greyed stations');
  await poison(page, 1);
  await enter(page, page.locator('[data-place="48"]').getByRole('textbox'), '250');
  await expect(page.getByTestId('weights-touched')).toHaveText('1');
  await waits(page);
});
