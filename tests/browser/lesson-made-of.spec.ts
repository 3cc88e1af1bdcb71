import type { Page } from '@playwright/test';
import { answer, answerWrong, next, panel, predict, press, status, titleOf, WAITING, waits } from './lesson-panel.ts';
import { enter, expect, fieldOf, openDesk, poison, settled, shown, test } from './support.ts';

const type = (page: Page, name: RegExp, value: string) => enter(page, fieldOf(page, name), value);

const SHIFT = /^Shift every forecast by, as a number/;
const RATE = /^Weight of Interest rate, as a number/;
const POINTS = /^Rates rise by, as a number/;

test('what a model is made of, from its first step to its last question', async ({ page }) => {
  await openDesk(page, '#/trucks//lesson-made-of-1');
  await expect(titleOf(page)).toHaveText('A model that orders trucks');
  await expect(page.getByTestId('order').locator('[data-pointed]')).toContainText('trucks');
  await next(page);
  const sum = page.getByRole('table', { name: /How the forecast adds up/ });
  const total = /= ([\d.]+) trucks/.exec(await panel(page).innerText())![1]!;
  await expect(sum.locator('tr.total')).toContainText(total);
  await next(page);
  await next(page);

  await predict(page, /by the same share/);
  await expect(titleOf(page)).toHaveText('Add to the bias');
  await expect(page.locator('.stations > .data')).toHaveAttribute('inert');
  await waits(page);
  await type(page, SHIFT, '4');
  await waits(page);
  await type(page, SHIFT, '10');
  await expect(status(page)).toContainText('Step done. The 43 forecasts changed by +10.0 trucks each.');
  await expect(status(page)).toContainText('Not as you predicted: Every forecast rises by the same 10 trucks.');
  await next(page);
  await next(page);

  await predict(page, /with the highest interest rate/);
  await expect(titleOf(page)).toHaveText('One prediction by hand');
  await type(page, RATE, '-5');
  await expect(status(page), 'the bias is still shifted').toHaveText(WAITING);
  await press(page, 'Set up the bench for this step');
  await settled(page);
  await page.getByTestId('flip-driver').click();
  await settled(page);
  await waits(page);
  const before = await shown(page, 'ordered');
  await page.getByTestId('flip-driver').click();
  await settled(page);
  const honest = await shown(page, 'ordered');
  expect(before).not.toBe(honest);
  await type(page, RATE, '-5');
  await expect(status(page)).toContainText('As you predicted: That of the dealership with the highest interest rate.');
  const said = await status(page).innerText();
  const worked = Number(/that is −([\d.]+) trucks/.exec(said)![1]);
  expect(Math.abs(honest - (await shown(page, 'ordered')) - worked)).toBeLessThanOrEqual(1);
  expect(said).toContain(`a change of −${worked.toFixed(1)}.`);
  await next(page);

  await predict(page, /takes the same number of trucks/);
  await type(page, POINTS, '6');
  await expect(status(page), 'the weight is still set').toHaveText(WAITING);
  await page.getByRole('button', { name: 'Give Interest rate back the learned value' }).click();
  await settled(page);
  await expect(status(page)).toContainText('Not one of the 49 parameters changed.');
  await expect(status(page)).toContainText('As you predicted: It stays as it is.');
  await next(page);
  await expect(panel(page)).toContainText('49 parameters, learned from 1,210 rows');
  await next(page);

  await answerWrong(page, /^32 trucks/);
  await answer(page, /^72 trucks/);
  for (const right of [/Every forecast starts from 45/, /takes off per point/, /a usual change of them does more/])
    await answer(page, right);
  await expect(page.getByTestId('lesson-score')).toContainText('3 of 4 questions right at the first go');
});

test('poisoned rows do not pass for a bias that a hand has changed', async ({ page }) => {
  await openDesk(page, '#/trucks//lesson-made-of-5');
  await press(page, 'Unlock the greyed stations');
  await poison(page, 20);
  await waits(page);
  await type(page, SHIFT, '10');
  await waits(page);
});
