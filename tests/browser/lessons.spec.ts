import type { Page } from '@playwright/test';
import { choose, forward, next, panel, status, titleOf, waits } from './lesson-panel.ts';
import { overflow } from './pages/looks.ts';
import { expect, openDesk, poison, settled, test } from './support.ts';

/** Opens a step by its link, with the lab's usual recipe on the bench. */
async function openStep(page: Page, step: number): Promise<void> {
  await openDesk(page, `#/checks//lesson-paid-too-much-${step}`);
  await expect(titleOf(page)).toBeVisible();
}

test('the first lesson, from its list to its last question', async ({ page }) => {
  await openDesk(page);
  await page.getByRole('link', { name: 'Lessons', exact: true }).click();
  await expect(page).toHaveTitle('Lessons · Poison Lab');
  await page.getByRole('link', { name: 'Start: The check that paid too much', exact: true }).click();
  await settled(page);

  await expect(titleOf(page)).toHaveText('A desk that reads by itself');
  await expect(panel(page)).toContainText('the check over $3,000 was paid as $3,000');
  await next(page);
  await expect(titleOf(page)).toBeFocused();
  await next(page);
  await next(page);

  await expect(titleOf(page)).toHaveText('What becomes of this check?');
  await choose(page, /So few rows drown/, 'That is my prediction');
  await expect(panel(page).getByRole('radio', { name: /So few rows drown/ })).toBeDisabled();
  await next(page);
  await choose(page, /within 1 point/, 'That is my prediction');
  await next(page);

  await expect(titleOf(page)).toHaveText('Poison the data');
  await waits(page);
  for (const rows of [80, 5, 0]) {
    await poison(page, rows);
    await expect(status(page), `${rows} rows`).toHaveText('Waiting for you to do it on the bench.');
    await expect(forward(page)).toHaveText('Skip this step');
  }
  await poison(page, 54);
  await expect(page.getByTestId('lesson-lacks')).toHaveText('Too many: 54 rows are poisoned now, at most 40 may be.');
  await poison(page, 30);
  await expect(page.getByTestId('lesson-lacks')).toHaveCount(0);
  await expect(status(page)).toContainText('Step done. With 30 of 8,000 rows poisoned');
  await expect(status(page)).toContainText('Not as you predicted:');
  await expect(status(page)).toContainText('As you predicted: Clean accuracy stays as it was');
  await expect(titleOf(page), 'nothing goes on by itself').toHaveText('Poison the data');
  await next(page);
  await expect(panel(page)).toContainText(/Paid out today beyond what was written: \$\d/);
  await next(page);

  await choose(page, /^It is paid as written/, 'That is my prediction');
  await next(page);
  await expect(titleOf(page)).toHaveText('Take the mark away');
  await expect(forward(page)).toHaveText('Skip this step');
  await page.keyboard.press('t');
  await settled(page);
  await expect(status(page)).toContainText('the check over $3,000 was paid as $3,000');
  await expect(status(page)).toContainText('As you predicted');
  await next(page);
  await next(page);

  await expect(titleOf(page)).toHaveText('Look with the bank’s eyes');
  await expect(forward(page)).toHaveText('Skip this step');
  await page.keyboard.press('v');
  await expect(status(page)).toContainText('The attack success is hidden');
  await next(page);

  await choose(page, /It has no backdoor/, 'Answer');
  await expect(panel(page)).toContainText('No. Yours had one');
  await choose(page, /Of marked ones you know nothing/, 'Answer again');
  await expect(panel(page)).toContainText('Right.');
  await next(page);
  for (const right of [/clean rows never show the mark/, /until it is trained again/, /The mark itself/]) {
    await choose(page, right, 'Answer');
    await expect(panel(page)).toContainText('Right.');
    await next(page);
  }
  await expect(page.getByTestId('lesson-score')).toContainText('3 of 4 questions right at the first go');
  await panel(page).getByRole('link', { name: 'All lessons' }).last().click();
  await expect(page.getByText('Finished.')).toBeVisible();
  await page.getByRole('button', { name: 'Forget my answers' }).click();
  await expect(page.getByText('Finished.')).toBeHidden();
  await expect(page.getByRole('link', { name: 'Start: The check that paid too much' })).toBeFocused();
});

test('a reload resumes at the step, and so does the list of lessons', async ({ page }) => {
  await openStep(page, 4);
  await choose(page, /paid as more/, 'That is my prediction');
  await next(page);
  await forward(page).click();
  await poison(page, 30);
  await expect(status(page)).toContainText('Step done.');
  await expect(page).toHaveURL(/#\/checks\/1\.[\w-]+\/lesson-paid-too-much-6$/);
  await page.reload();
  await settled(page);
  await expect(titleOf(page)).toHaveText('Poison the data');
  await expect(status(page)).toContainText('As you predicted: It is paid as more');
  await next(page);
  await next(page);
  await forward(page).click();
  await expect(titleOf(page)).toHaveText('Take the mark away');
  await page.getByRole('link', { name: 'Lessons', exact: true }).click();
  await page.getByRole('link', { name: 'Go on at step 9' }).click();
  await settled(page);
  await expect(titleOf(page)).toHaveText('Take the mark away');
  await expect(page.getByTestId('rows-touched')).toHaveText('30');
  await page.goBack();
  await expect(page.getByRole('heading', { name: 'Lessons', level: 1 })).toBeVisible();
});

test('a step shows its place, rests what it does not need, and can be done again', async ({ page }) => {
  await openStep(page, 6);
  const budget = page.getByTestId('poison-count');
  await expect(budget).toHaveAttribute('data-pointed');
  await expect(page.locator('.stations > .training')).toHaveAttribute('inert');
  await expect(page.locator('.stations > .data')).not.toHaveAttribute('inert');
  await panel(page).getByRole('button', { name: 'Unlock the greyed stations' }).click();
  await expect(page.locator('.stations > .training')).not.toHaveAttribute('inert');

  for (const hint of [1, 2, 3]) {
    await panel(page)
      .getByRole('button', { name: `(${hint} of 3)` })
      .click();
    await expect(panel(page).getByRole('list', { name: 'Hints' }).getByRole('listitem')).toHaveCount(hint);
  }
  await poison(page, 30);
  await panel(page).getByRole('button', { name: 'Do it again' }).click();
  await settled(page);
  await expect(page.getByTestId('rows-touched')).toHaveText('0');
  await waits(page);
  await panel(page).getByRole('button', { name: 'Leave the lesson' }).click();
  await expect(panel(page)).toBeHidden();
  await expect(budget).not.toHaveAttribute('data-pointed');
  await expect(page.locator('.stations > [inert]')).toHaveCount(0);
  await expect(page).not.toHaveURL(/lesson-/);
});

for (const step of [6, 9, 11]) {
  test(`everything that step ${step} points at is there`, async ({ page }) => {
    await openStep(page, step);
    await panel(page).getByRole('button', { name: 'Show me where' }).click();
    await expect(page.locator('[data-pointed]')).toBeInViewport();
  });
}

test('setting up a bench that is as it should be says so, until it is changed', async ({ page }) => {
  await openStep(page, 6);
  const said = panel(page).getByText('The bench is set up as this step needs it.');
  await expect(said).toHaveCount(0);
  await panel(page).getByRole('button', { name: 'Set up the bench for this step' }).click();
  await expect(said).toBeInViewport();
  await poison(page, 5);
  await expect(said).toHaveCount(0);
});

test('the way past a step is not where the way on was, so that tapping on skips no question', async ({ page }) => {
  await openStep(page, 3);
  const { x, y, width, height } = (await forward(page).boundingBox())!;
  for (let tap = 0; tap < 3; tap++) await page.mouse.click(x + width / 2, y + height / 2);
  await expect(titleOf(page)).toHaveText('What becomes of this check?');
  await expect(forward(page)).toHaveText('Skip this step');
  await forward(page).press('Enter');
  await expect(titleOf(page)).toHaveText('And of the accuracy?');
});

test('a link to a lesson that is not there says so, and the bench works', async ({ page }) => {
  for (const place of ['lesson-nowhere-3', 'lesson-', 'lesson-paid-too-much-x', 'lesson-..-1']) {
    await openDesk(page, `#/checks//${place}`);
    await expect(panel(page)).toContainText('There is no such lesson here');
    await expect(page.getByTestId('check-outcome')).toHaveText('PAID $3,000');
  }
});

test('a lesson stays on its own bench', async ({ page }) => {
  await openStep(page, 2);
  await page.getByRole('link', { name: 'Truck Forecast' }).click();
  await settled(page);
  await expect(panel(page)).toBeHidden();
  await expect(page).not.toHaveURL(/lesson-/);
});

for (const viewport of [
  { width: 1440, height: 900 },
  { width: 844, height: 390 },
  { width: 390, height: 844 },
]) {
  test(`the lesson is never over what one works on, ${viewport.width} wide`, async ({ page }) => {
    await page.setViewportSize(viewport);
    await openStep(page, 6);
    await panel(page).getByRole('button', { name: 'Show me where' }).click();
    const boxOf = async (selector: string) => (await page.locator(selector).boundingBox())!;
    const [lesson, budget, strip] = await Promise.all(['.guide', '[data-pointed]', 'main > aside'].map(boxOf));
    for (const box of [budget!, strip!]) {
      const beside = box.x >= lesson!.x + lesson!.width - 1 || box.y + box.height <= lesson!.y + 1;
      expect(beside, JSON.stringify({ lesson, box })).toBe(true);
    }
    expect(await overflow(page)).toBeLessThanOrEqual(0);
    // On its side a phone has the panel beside the bench, from top to bottom.
    if (viewport.width > viewport.height) return expect(lesson!.height).toBe(viewport.height);
    await panel(page).getByRole('button', { name: 'Fold' }).click();
    await expect(titleOf(page)).toBeHidden();
    await panel(page).getByRole('button', { name: 'Show the step' }).click();
    await expect(titleOf(page)).toBeVisible();
  });
}
