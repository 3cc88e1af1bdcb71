import type { Page } from '@playwright/test';
import { expect, openDesk, poison, runDetector, settled, test } from './support.ts';

const panel = (page: Page) => page.getByRole('region', { name: 'Challenge' });
const status = (page: Page) => panel(page).getByTestId('challenge-status');
const best = (page: Page) => panel(page).getByTestId('challenge-best');
const press = (page: Page, name: string | RegExp) => panel(page).getByRole('button', { name }).click();

async function say(page: Page, verdict: RegExp): Promise<void> {
  await panel(page).getByRole('radio', { name: verdict }).check();
  await press(page, 'That is my verdict');
}

/** Recipes of the runs that were noted, as link texts. */
const noted = (page: Page): Promise<unknown> =>
  page.evaluate(
    async () =>
      // Opening a store that is not there yet would make one.
      (await indexedDB.databases()).length > 0 &&
      new Promise((resolve) => {
        const opening = indexedDB.open('poison-lab-runs');
        opening.onsuccess = () => {
          const asking = opening.result.transaction('runs').objectStore('runs').getAll();
          asking.onsuccess = () => resolve(asking.result.map(({ recipe }: { recipe: string }) => recipe));
        };
      }),
  );

test('a challenge from the board to its solution, wrong ways and a worse result included', async ({ page }) => {
  await openDesk(page);
  await page.getByRole('link', { name: 'Challenges', exact: true }).click();
  await expect(page).toHaveTitle('Challenges · Poison Lab');
  await expect(page.getByTestId('solved')).toHaveText('0 of 17 solved.');
  await expect(page.getByRole('heading', { level: 2 })).toHaveText(['Attack', 'Defend', 'Investigate']);
  await page.getByRole('link', { name: 'Start: How few are enough?' }).click();
  await settled(page);

  await expect(status(page)).toHaveText('4 of 5 met.');
  await expect(panel(page).getByRole('listitem').filter({ hasText: 'Attack success rate' })).toContainText('Not met.');
  await poison(page, 10);
  await expect(status(page)).toHaveText('4 of 5 met.');
  await poison(page, 60);
  await expect(status(page), 'success, with too many rows').toHaveText('4 of 5 met.');
  await expect(panel(page)).toContainText('Now: 60 poisoned');
  await expect(panel(page).getByText('One solution')).toBeHidden();

  for (const hint of [1, 2, 3]) {
    await press(page, `(${hint} of 3)`);
    await expect(panel(page).getByRole('list', { name: 'Hints' }).getByRole('listitem')).toHaveCount(hint);
  }
  await poison(page, 30);
  await expect(status(page)).toContainText('Solved. With 30 rows poisoned.');
  await expect(best(page)).toContainText('Best: 30 rows poisoned');
  await expect(panel(page).getByRole('link', { name: /^Next challenge: / })).toHaveAttribute('href', /challenge-/);
  await poison(page, 22);
  await expect(best(page)).toContainText('Best: 22 rows poisoned');
  await poison(page, 35);
  await expect(status(page)).toContainText('With 35 rows');
  await expect(best(page), 'the better one is kept').toContainText('Best: 22 rows poisoned');

  await press(page, 'Set up the bench again');
  await settled(page);
  await expect(status(page)).toHaveText('4 of 5 met. You have solved it before.');
  await page.reload();
  await settled(page);
  await expect(panel(page).getByRole('list', { name: 'Hints' }).getByRole('listitem')).toHaveCount(3);
  await best(page).getByRole('link').click();
  await settled(page);
  await expect(page.getByTestId('rows-touched')).toHaveText('22');

  await panel(page).getByText('One solution').click();
  await press(page, 'Put it on the bench');
  await expect(status(page)).toContainText('With 16 rows poisoned.');
  await expect(best(page), 'what was copied is nobody’s best').toContainText('Best: 22 rows poisoned');
  await panel(page).getByRole('link', { name: 'All challenges' }).click();
  await expect(page.getByTestId('solved')).toHaveText('1 of 17 solved.');
  await expect(page.locator('[data-challenge="fewest-rows"]')).toContainText('Best: 22 rows poisoned.');
  await page.getByRole('link', { name: 'Your best: How few are enough?' }).click();
  await settled(page);
  await expect(page.getByTestId('rows-touched')).toHaveText('22');
});

test('a sealed case to its end, and nothing on the page tells what it is before', async ({ page, context }) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  await openDesk(page, '#/trucks');
  await expect.poll(() => noted(page)).toEqual(['']);
  await page.goto('/#/challenges');
  await page.getByRole('link', { name: 'Start: Monday’s forecast' }).click();
  const sealedHash = '#/trucks//detect/challenge-case-1';
  await expect(page).toHaveURL(/#\/trucks\/\/(detect\/)?challenge-case-1$/);
  await expect(panel(page)).toContainText('0 of 12 detectors run on it.');
  await settled(page);

  const tools = page.locator('header .tools');
  for (const name of ['Undo', 'Redo', 'Start over']) await expect(tools.getByRole('button', { name })).toBeDisabled();
  await expect(page.getByRole('radio', { name: 'Attacker’s view' })).toBeDisabled();
  await page.keyboard.press('v');
  await page.keyboard.press('Control+z');
  await page.keyboard.press('t');
  await settled(page);
  await expect(page.getByRole('radio', { name: 'Defender’s view' })).toBeChecked();
  await expect(page.getByRole('button', { name: 'Bench', exact: true })).toBeDisabled();
  await tools.getByRole('button', { name: 'Evidence' }).click();
  await expect(page.getByText('none is written of a sealed case')).toBeVisible();
  await tools.getByRole('button', { name: 'Copy link' }).click();
  const copied = await page.evaluate(() => navigator.clipboard.readText());
  expect(new URL(copied).hash).toBe('#/trucks//challenge-case-1');
  expect([new URL(copied).hash, sealedHash]).toContain(new URL(page.url()).hash);
  await expect(page.locator('[data-rows], [data-edits], [data-testid="weights-touched"]')).toHaveCount(0);
  expect(await page.content()).not.toMatch(/slope-push|dealer-666|was raised|"shift"/i);
  expect(await page.evaluate(() => JSON.stringify([history.state, { ...localStorage }]))).not.toMatch(/shift|"1\./);

  await say(page, /^Weight-tampered/);
  await expect(status(page)).toContainText('Not proved. Tampering is proved by an alarm over weights');
  await say(page, /^Clean/);
  await expect(status(page)).toContainText('Not proved. A clean model is proved by the whole board');
  await runDetector(page, 'leverage');
  await say(page, /^Data-poisoned/);
  await expect(status(page)).toContainText('Not proved. Poisoned rows are proved by an alarm');
  await runDetector(page, 'release-digest');
  await say(page, /^Clean/);
  await expect(status(page)).toContainText('Not proved. One detector raises an alarm on this board');
  await expect(panel(page).getByText('What was done')).toBeHidden();
  await say(page, /^Weight-tampered/);
  await expect(status(page)).toContainText('Solved.');
  await expect(panel(page).getByRole('radio', { name: /^Clean/ })).toBeDisabled();

  await panel(page).getByText('What was done').click();
  await expect(panel(page)).toContainText('One weight of the linear model was raised');
  await page.waitForTimeout(2000);
  expect(await noted(page), 'the case is no run to be noted').toEqual(['']);
  await press(page, /^Break the seal/);
  await settled(page);
  await expect(page.getByTestId('weights-touched')).toHaveText('1');
  await expect(page).toHaveURL(/#\/trucks\/1\.[\w-]+\/challenge-case-1$/);
  await page.goto('/#/challenges');
  await expect(page.locator('[data-challenge="case-1"]')).toContainText('Solved.');
});

test('a wrong verdict that an alarm speaks for is told, costs nothing, and can be said again', async ({ page }) => {
  await openDesk(page, '#/trucks//challenge-case-4');
  await expect(panel(page)).toContainText('detectors run on it.');
  await settled(page);
  for (const id of ['release-digest', 'weight-distribution', 'leverage']) await runDetector(page, id);
  await say(page, /^Weight-tampered/);
  await expect(status(page)).toContainText('No. Something on the board speaks for it');
  await expect(panel(page).locator('summary')).toBeHidden();
  await say(page, /^Data-poisoned/);
  await expect(status(page)).toContainText('Solved.');
  await page.goto('/#/challenges');
  await expect(page.getByTestId('solved')).toHaveText('1 of 17 solved.');
});

test('leaving a sealed case brings back what was on the bench, and no way leads to the case’s recipe', async ({
  page,
}) => {
  await openDesk(page);
  await poison(page, 7);
  await page.evaluate(() => (location.hash = '#/checks//challenge-case-5'));
  await expect(panel(page)).toContainText('detectors run on it.');
  await settled(page);
  await expect(page.getByText('Can you catch it?')).toBeVisible();
  await page.reload();
  await expect(panel(page)).toContainText('detectors run on it.');
  await settled(page);
  await page.getByRole('button', { name: 'Evidence' }).click();
  await expect(page.getByText('none is written of a sealed case')).toBeVisible();
  await press(page, 'Leave the challenge');
  await settled(page);
  await expect(page.getByText('none is written of a sealed case'), 'it was about the case').toBeHidden();
  await expect(page.getByTestId('weights-touched')).toHaveText('0');
  await expect(page).toHaveURL(/#\/checks(\/|\/\/detect)?$/);
  await expect(page.getByRole('button', { name: 'Undo' })).toBeDisabled();
  await page.goBack();
  await page.goForward();
  await settled(page);
  expect(page.url()).not.toMatch(/\/1\.[\w-]+\/.*challenge-case/);
});

test('a sealed case stays behind wherever one goes from it', async ({ page }) => {
  for (const way of ['Check Desk', 'Poison Lab', 'Lessons', 'Result sheet']) {
    await openDesk(page, '#/trucks//challenge-case-1');
    await expect(panel(page)).toContainText('detectors run on it.');
    await settled(page);
    await page.getByRole('link', { name: way, exact: true }).click();
    await expect(page, way).not.toHaveURL(/challenge-case-1/);
    const forecast = page.getByRole('link', { name: 'Truck Forecast', exact: true }).first();
    await expect(forecast, way).toHaveAttribute('href', /^#\/trucks(\/\/challenge-case-1)?$/);
    if (way !== 'Result sheet') continue;
    await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
    await expect(page.locator('main')).not.toContainText('seed 4');
    // A sheet of a bench has its address say so once it is shown.
    await page.waitForTimeout(500);
    await expect(page, way).not.toHaveURL(/challenge-case-1/);
  }
  await page.goto('/#/trucks');
  await settled(page);
  await expect(page.getByTestId('weights-touched')).toHaveText('0');
});

test('a challenge of the other lab says where it is taken; one that is not there says so', async ({ page }) => {
  await openDesk(page, '#/trucks//challenge-quiet');
  await expect(status(page)).toContainText('This challenge is taken at the Check Desk.');
  await press(page, 'Go to the Check Desk');
  await settled(page);
  await expect(status(page)).toHaveText(/of 4 met\.$/);
  await expect(panel(page)).toContainText('run the whole board in “Catch it”');
  await openDesk(page, '#/checks//challenge-nowhere');
  await expect(panel(page)).toContainText('There is no such challenge here');
});

test('on a phone a challenge solved comes into sight, said once, with the way to the next', async ({ page }) => {
  await page.setViewportSize({ width: 390, height: 844 });
  await page.emulateMedia({ reducedMotion: 'reduce' });
  await page.goto('/#/challenges');
  await page.getByRole('link', { name: 'How few are enough?', exact: true }).click();
  await settled(page);
  await expect(status(page)).toHaveText('4 of 5 met.');
  await expect(status(page)).not.toBeInViewport();
  await poison(page, 30);
  await expect(status(page).getByText('Solved.')).toBeInViewport({ ratio: 1 });
  await expect(panel(page).getByText('Solved.')).toHaveCount(1);
  await panel(page)
    .getByRole('link', { name: /^Next challenge: / })
    .click();
  await expect(panel(page).getByRole('heading', { level: 2 })).toHaveText('Fifteen rows');
});
