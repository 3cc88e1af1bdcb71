import type { Page } from '@playwright/test';
import {
  answer,
  answerWrong,
  next,
  panel,
  pointsAtSomething,
  predict,
  press,
  status,
  titleOf,
  waits,
} from './lesson-panel.ts';
import { enter, expect, fieldOf, openDesk, poison, settled, test } from './support.ts';

async function attackBy(page: Page, title: string): Promise<void> {
  await page.getByLabel('Attack', { exact: true }).selectOption({ label: title });
  await settled(page);
}

const rowsOfBank = (page: Page, rows: number) => enter(page, fieldOf(page, 'Training rows, as a number'), rows);

test('the lesson on poisoning the data, to its last question', async ({ page }) => {
  await openDesk(page, '#/checks//lesson-loud-and-quiet-1');
  await expect(panel(page)).toContainText('of the test 3s are read as 8 now, with 0 of 8,000 rows poisoned');
  await pointsAtSomething(page);
  await next(page);
  await predict(page, /stays as it was, within 1 point/);

  await expect(titleOf(page)).toHaveText('Swap labels');
  await waits(page);
  await poison(page, 30);
  await waits(page);
  await attackBy(page, 'Swapped labels');
  await poison(page, 0.5);
  await waits(page);
  await poison(page, 0.7);
  await expect(status(page)).toContainText(/Step done. It takes wrong labels on \d{3} of 8,000 rows/);
  await expect(status(page)).toContainText('Not as you predicted: Clean accuracy falls by more than 5 points.');
  await next(page);
  await waits(page);
  await press(page, 'Show me where');
  await pointsAtSomething(page);
  await page.keyboard.press('v');
  await expect(status(page)).toContainText(/Of the 3s, the suspect reads \d\.\d % right/);
  await next(page);

  await predict(page, /Over 300/);
  await predict(page, /Neither of them/);
  await expect(titleOf(page)).toHaveText('As few rows as you can');
  await waits(page);
  await page.keyboard.press('v');
  await attackBy(page, 'Stamped mark');
  for (const rows of [10, 60]) {
    await poison(page, rows);
    await waits(page);
  }
  await poison(page, 23);
  await expect(status(page)).toContainText('Step done. With 23 of 8,000 rows (0.29 %)');
  await expect(status(page)).toContainText('Not as you predicted: Fewer than 50.');
  await expect(status(page)).toContainText('As you predicted: Neither of them.');
  await next(page);

  await predict(page, /It gets loud/);
  await poison(page, 100);
  await waits(page);
  await poison(page, 200);
  await expect(status(page)).toContainText(/You asked for 200; there were only \d{3} 3s from Northgate Scanning/);
  await expect(status(page)).toContainText('Not as you predicted: Little');
  await next(page);

  await predict(page, /It stays at 80 % or more/);
  await waits(page);
  await press(page, 'Set up the bench for this step');
  await settled(page);
  await waits(page);
  await press(page, 'Show me where');
  await pointsAtSomething(page);
  await rowsOfBank(page, 4000);
  await waits(page);
  await rowsOfBank(page, 8000);
  await expect(status(page)).toContainText('Step done. 30 of 8,000 rows (0.38 %) are poisoned now');
  await expect(status(page)).toContainText('As you predicted: It stays at 80 % or more.');
  await next(page);
  await expect(panel(page)).toContainText('30 of 8,000 rows (0.38 %), delivered by Northgate Scanning');
  await next(page);

  await answer(page, /Source class 1, target class 7/);
  await answerWrong(page, /Both of them/);
  await answer(page, /Swapped labels, but not the trigger/);
  await answer(page, /four times as many rows/);
  await answer(page, /The training rows, with their labels/);
  await expect(page.getByTestId('lesson-score')).toContainText('3 of 4 questions right at the first go');
});
