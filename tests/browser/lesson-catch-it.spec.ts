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
import { expect, poison, runDetector, settled, shown, test, type } from './support.ts';

test('poison is looked for, found and taken out, from the lesson’s list to its last question', async ({ page }) => {
  await startFromList(page, 'Catch it');
  await expect(panel(page)).toContainText('60 of 8,000 rows poisoned');
  await press(page, 'Show me where');
  await expect(page.getByRole('heading', { name: 'The board' })).toBeInViewport();
  await next(page);
  await predict(page, /^Alarm/);

  await waits(page);
  await runDetector(page, 'release-digest');
  await expect(status(page), 'another detector').toHaveText(WAITING);
  await press(page, 'Show me where');
  await expect(page.locator('[data-pointed]')).toBeInViewport();
  await runDetector(page, 'performance');
  await expect(status(page)).toContainText('of marked 3s are read as 8');
  await expect(status(page)).toContainText('Not as you predicted: Quiet');
  await next(page);
  await predict(page, /as many as were poisoned/);

  await expect(status(page), 'it was not run yet').toHaveText(WAITING);
  await runDetector(page, 'duplicates');
  await expect(status(page)).toContainText('In truth 60 are poisoned.');
  await expect(status(page)).toContainText('As you predicted: About as many');
  await next(page);
  await predict(page, /stays learned/);

  await expect(titleOf(page)).toHaveText('Take the rows out');
  await expect(status(page), 'a finding is no cure').toHaveText(WAITING);
  await page.locator('[data-detector=duplicates] [aria-expanded]').click();
  await page.getByRole('button', { name: 'Take out 60 rows and retrain' }).click();
  await settled(page);
  await expect(status(page)).toContainText('Taken out: 60 rows.');
  await expect(status(page)).toContainText('Not as you predicted: The attack succeeds on less than 5 %');
  expect(await shown(page, 'asr-source')).toBeLessThan(5);
  await next(page);
  await predict(page, /compares with the release/);

  await expect(titleOf(page)).toHaveText('Where rows tell nothing');
  await press(page, 'Set up the bench for this step');
  await settled(page);
  await runDetector(page, 'release-diff');
  await expect(status(page), 'one of the two').toHaveText(WAITING);
  await runDetector(page, 'duplicates');
  await expect(status(page)).toContainText('As you predicted: Only the one that compares with the release.');
  await next(page);
  await predict(page, /nothing to find/);

  await expect(titleOf(page)).toHaveText('Raise a false alarm');
  await press(page, 'Set up the bench for this step');
  await settled(page);
  await runDetector(page, 'duplicates');
  await expect(status(page), 'no alarm at the usual limit').toHaveText(WAITING);
  const limit = page.getByRole('textbox', { name: /Times more often than expected/ });
  await type(limit, 4);
  await runDetector(page, 'duplicates');
  await expect(status(page)).toContainText('not one is poisoned: a false alarm');
  await expect(status(page)).toContainText('Not as you predicted: Some');
  await next(page);

  await answerWrong(page, /would show in one of these numbers/);
  await answer(page, /is open until/);
  await answer(page, /look at its weights/);
  await answer(page, /trained again without them/);
  await answer(page, /how often clean ones set it off/);
  await expect(page.getByTestId('lesson-score')).toContainText('3 of 4 questions right at the first go');
});

test('poison that the attacker stops delivering is no cure', async ({ page }) => {
  await page.goto('/#/checks//lesson-catch-it-7');
  await settled(page);
  await expect(status(page), 'a clean desk').toHaveText(WAITING);
  await press(page, 'Set up the bench for this step');
  await settled(page);
  expect(await shown(page, 'asr-source')).toBeGreaterThan(90);
  await page.getByRole('button', { name: 'Bench', exact: true }).click();
  await press(page, 'Unlock the greyed stations');
  await poison(page, 0);
  expect(await shown(page, 'asr-source')).toBeLessThan(5);
  await waits(page);
});
