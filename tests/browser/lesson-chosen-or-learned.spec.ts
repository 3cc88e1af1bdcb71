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
import { enter, expect, fieldOf, openDesk, settled, test, type } from './support.ts';

const button = (page: Page, name: string) => page.getByRole('button', { name, exact: true });
const digests = (page: Page) => page.locator('.stations dd code').allInnerTexts();

async function goTo(page: Page, step: number): Promise<void> {
  const field = page.getByRole('textbox', { name: 'Steps done, as a number' });
  await type(field, step);
  await field.blur();
  await expect(page.locator('.stands')).toContainText(step === 0 ? 'Before the first step' : `Step ${step} of`);
}

const turn = (page: Page, name: string, value: number) => enter(page, fieldOf(page, `${name}, as a number`), value);
const RATE = 'Step size (learning rate)';
const EPOCHS = 'Passes over the data (epochs)';

test('the lesson on parameters and hyperparameters, to its last question', async ({ page }) => {
  await openDesk(page, '#/checks//lesson-chosen-or-learned-1');
  await expect(panel(page)).toContainText('It learned 25,450 parameters: 25,408 weights and 42 biases.');
  await next(page);
  await predict(page, /A few, less than one in ten/);

  await expect(titleOf(page)).toHaveText('Take one step by hand');
  await waits(page);
  await press(page, 'Show me where');
  await pointsAtSomething(page);
  const buttons = await page.locator('.work .transport').boundingBox();
  expect(buttons!.width, 'beside a lesson the room has its room').toBeGreaterThan(500);
  await goTo(page, 0);
  await waits(page);
  await goTo(page, 2);
  await waits(page);
  await page.keyboard.press('r');
  await expect(page.locator('.stands')).toContainText('Before the first step');
  await button(page, 'One step').click();
  await expect(status(page)).toContainText(/Step done. This one step moved 1\d,\d{3} of 25,450 parameters/);
  await expect(status(page)).toContainText('Not as you predicted: More than half.');
  await expect(page.getByText('learned nothing'), 'at its first step nothing is wrong').toBeHidden();
  await press(page, 'Do it again');
  await waits(page);
  await settled(page);
  await goTo(page, 1);
  await next(page);
  await press(page, 'Show me where');
  await pointsAtSomething(page);
  await button(page, 'Take step 1 apart').click();
  await expect(page.getByTestId('step-panels')).toContainText('Step 1 of 1,250');
  await next(page);

  await predict(page, /80 % or more already/);
  await button(page, 'One step').click();
  await waits(page);
  await button(page, 'On to the end of the epoch').click();
  await expect(status(page)).toContainText('Step done. After epoch 1 of 10');
  await expect(status(page)).toContainText('As you predicted: 80 % or more already.');
  await next(page);

  await predict(page, /Better, as it learns faster/);
  await expect(titleOf(page)).toHaveText('A learning rate too high');
  await press(page, 'Show me where');
  await settled(page);
  await pointsAtSomething(page);
  await waits(page);
  await turn(page, RATE, 0.5);
  await waits(page);
  await turn(page, RATE, 3);
  await expect(status(page)).toContainText('The loss stayed a number, but it ended at 2.30');
  await expect(status(page)).toContainText('Not as you predicted: It learns nothing');
  await next(page);
  for (const rate of [1, 0.1]) {
    await turn(page, RATE, rate);
    await waits(page);
  }
  await turn(page, RATE, 0.18);
  await expect(status(page)).toContainText('Step done. At 0.18 it reads 9');
  await next(page);

  await predict(page, /about as good as before/);
  await turn(page, EPOCHS, 30);
  await waits(page);
  await turn(page, RATE, 0.1);
  await expect(status(page)).toContainText('right after epoch 10 of this run');
  await expect(status(page)).toContainText('As you predicted:');
  await next(page);

  await predict(page, /The poison tells from the first step on/);
  await waits(page);
  await press(page, 'Set up the bench for this step');
  await settled(page);
  await waits(page);
  await press(page, 'Show me where');
  await pointsAtSomething(page);
  await goTo(page, 20);
  await waits(page);
  await goTo(page, 0);
  await page.keyboard.press('s');
  await expect(status(page)).toContainText('the same bit for bit');
  const [suspect, clean] = await digests(page);
  expect(suspect).toBe(clean);
  await next(page);

  await answerWrong(page, /The label of row 17/);
  await answer(page, /The bias of hidden unit 5/);
  await answer(page, /They were thrown away/);
  await answer(page, /Two things were changed at once/);
  await expect(page.getByTestId('lesson-score')).toContainText('2 of 3 questions right at the first go');
});
