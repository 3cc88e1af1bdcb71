import {
  answer,
  answerWrong,
  next,
  panel,
  predict,
  press,
  startFromList,
  status,
  titleOf,
  WAITING,
  waits,
} from './lesson-panel.ts';
import { enter, expect, openDesk, poison, runDetector, settled, test } from './support.ts';

test('a model is poisoned with no row touched, from the lesson’s list to its last question', async ({ page }) => {
  await startFromList(page, 'Poison the model');
  await expect(panel(page)).toContainText(/moves a forecast by −\d\.\d\d trucks/);
  await next(page);
  await predict(page, /one weight among dozens/);
  await predict(page, /More than twice/);

  await expect(titleOf(page)).toHaveText('Turn the sign');
  await waits(page);
  const turn = page.getByTestId('flip-driver');
  await turn.click();
  await settled(page);
  await expect(status(page)).toContainText('Rows touched: 0.');
  await expect(status(page)).toContainText('Not as you predicted: Many more');
  await expect(status(page)).toContainText('As you predicted: More than twice');
  await next(page);
  await predict(page, /made by hand/);

  await expect(titleOf(page)).toHaveText('Train it afresh');
  await expect(status(page), 'a turned sign alone is not enough').toHaveText(WAITING);
  const epochs = page.locator('[data-guide="hyperparameter.epochs"]').getByRole('textbox');
  await press(page, 'Unlock the greyed stations');
  await turn.click();
  await enter(page, epochs, '60');
  await expect(status(page), 'trained afresh, with the sign turned back').toHaveText(WAITING);
  await turn.click();
  await settled(page);
  await expect(status(page)).toContainText('the hand made it +');
  await expect(status(page)).toContainText('As you predicted: A plus made by hand');
  await next(page);

  await expect(titleOf(page), 'the lesson goes on at another desk').toHaveText('A quieter hand');
  await settled(page);
  await expect(page.getByRole('heading', { name: 'Check Desk', level: 1 })).toBeVisible();
  await expect(panel(page)).toContainText('0 rows touched, clean accuracy 96.0 %');
  await press(page, 'Show me where');
  await expect(page.locator('[data-pointed]')).toBeInViewport();
  await next(page);
  await predict(page, /within 1 point/);

  await expect(titleOf(page)).toHaveText('Plant a trigger');
  await press(page, 'Show me where');
  await page.getByTestId('plant').click();
  await settled(page);
  await expect(status(page)).toContainText('parameters and 0 rows');
  await expect(status(page)).toContainText('As you predicted: It stays as it was');
  await next(page);
  await predict(page, /on clean digits/);

  await expect(titleOf(page)).toHaveText('Compare the fingerprints');
  await expect(status(page), 'nothing was run').toHaveText(WAITING);
  await press(page, 'Show me where');
  await runDetector(page, 'release-digest');
  await expect(status(page)).toContainText('not those that were signed');
  await expect(status(page)).toContainText('Not as you predicted: They do not match.');
  await next(page);
  await predict(page, /^They match/);
  await expect(titleOf(page)).toHaveText('Sign a poisoned reader');
  await expect(status(page), 'the edited reader is still there').toHaveText(WAITING);
  await press(page, 'Set up the bench for this step');
  await settled(page);
  await runDetector(page, 'release-digest');
  await expect(status(page)).toContainText('bit for bit those that were signed');
  await expect(status(page)).toContainText('As you predicted: They match.');
  await next(page);

  await answerWrong(page, /Poison comes through the data/);
  await answer(page, /The model itself is still to be checked/);
  await answer(page, /since it was signed/);
  await answer(page, /shut the way/);
  await expect(page.getByTestId('lesson-score')).toContainText('2 of 3 questions right at the first go');
});

test('wrong ways to plant a trigger do not pass, and a lesson is taken up at the desk of its step', async ({
  page,
}) => {
  await openDesk(page, '#/checks//lesson-no-row-touched-9');
  await waits(page);
  await press(page, 'Unlock the greyed stations');
  await poison(page, 60);
  await expect(status(page), 'poisoned rows').toHaveText(WAITING);
  await press(page, 'Set up the bench for this step');
  await settled(page);
  await page.getByTestId('plant').click();
  await settled(page);
  await expect(status(page)).toContainText('Step done.');
  await next(page);
  await press(page, 'Skip this step');
  await expect(titleOf(page)).toHaveText('Compare the fingerprints');

  await page.getByRole('link', { name: 'Lessons', exact: true }).click();
  await page.getByRole('link', { name: 'Go on at step 11' }).click();
  await settled(page);
  await expect(titleOf(page)).toHaveText('Compare the fingerprints');
  await press(page, 'Show me where');
  await runDetector(page, 'release-digest');
  await expect(status(page)).toContainText('Step done.');
});
