import type { Page } from '@playwright/test';
import { enter, expect, fieldOf, openDesk, poison, runDetector, settled, shown, test } from './support.ts';

const signalOf = (page: Page, id: string) => page.locator(`[data-detector=${id}]`);

async function openRoom(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Catch it' }).click();
  await expect(page.getByRole('heading', { name: 'Can you catch it?' })).toBeVisible();
}

const open = (page: Page, id: string) => signalOf(page, id).locator('[aria-expanded]').click();

test('a stamped mark is found, scored, taken out, and comes back with undo', async ({ page }) => {
  await openDesk(page);
  await poison(page, 80);
  await openRoom(page);
  await runDetector(page, 'duplicates');
  await expect(signalOf(page, 'duplicates')).toHaveAttribute('data-signal', 'alarm');
  await page.locator('.loud').getByRole('button', { name: 'The same ink in many rows' }).click();
  await expect(signalOf(page, 'duplicates').locator('[aria-expanded]')).toHaveAttribute('aria-expanded', 'true');
  await expect(page.getByTestId('recall')).toHaveText('100.0 %');
  await expect(page.getByTestId('precision')).toHaveText('100.0 %');
  expect(await shown(page, 'asr-source')).toBeGreaterThan(50);

  await page.getByRole('button', { name: 'Take out 80 rows and retrain' }).click();
  await settled(page);
  const success = page.locator('[data-testid=repair] [data-score=success] td');
  await expect(success.nth(0)).not.toHaveText('–', { timeout: 30_000 });
  const [before, after, twin] = (await success.allInnerTexts()).map((text) => parseFloat(text));
  expect(before).toBeGreaterThan(50);
  expect(after).toBeLessThan(5);
  expect(Math.abs(after! - twin!)).toBeLessThan(5);

  await page.getByRole('button', { name: 'Bench', exact: true }).click();
  await expect(page.getByTestId('repair-note')).toContainText('80 rows');
  await openRoom(page);
  await expect(page).toHaveURL(/\/detect$/);
  const address = page.url();
  await page.getByRole('button', { name: 'Undo' }).click();
  await settled(page);
  await expect(page.getByTestId('repair')).toBeHidden();
  await page.goto('about:blank');
  await page.goto(address);
  await settled(page);
  await expect(page.getByTestId('repair')).toBeVisible();
  await expect(success.nth(0)).not.toHaveText('–', { timeout: 30_000 });
  expect((await success.allInnerTexts()).map((text) => parseFloat(text))).toEqual([before, after, twin]);
});

test('of a smaller training set the rows that are marked, scored and taken out are the poisoned ones', async ({
  page,
}) => {
  await openDesk(page);
  await enter(page, fieldOf(page, 'Training rows, as a number'), 2000);
  await poison(page, 80);
  await openRoom(page);
  await runDetector(page, 'duplicates');
  await open(page, 'duplicates');
  await expect(page.getByTestId('recall')).toHaveText('100.0 %');
  await expect(page.getByTestId('precision')).toHaveText('100.0 %');
  const takeOut = page.getByRole('button', { name: /^Take out \d+ rows and retrain$/ });
  expect(parseInt((await takeOut.innerText()).replace(/\D/g, ''))).toBe(await shown(page, 'rows-touched'));
  await takeOut.click();
  await settled(page);
  expect(await shown(page, 'asr-source')).toBeLessThan(5);
});

test('the defender sees findings and no truth', async ({ page }) => {
  await openDesk(page);
  await poison(page, 80);
  await openRoom(page);
  await runDetector(page, 'duplicates');
  await open(page, 'duplicates');
  await expect(page.getByText('Scored against the truth')).toBeVisible();
  await page.keyboard.press('v');
  await expect(page.getByText('Scored against the truth')).toBeHidden();
  await expect(page.getByText('true mark')).toBeHidden();
  await expect(page.getByRole('heading', { name: 'Where do detectors go blind?' })).toBeHidden();
  await expect(page.locator('[data-testid=repair] [data-score=success]')).toHaveCount(0);
});

test('one row of dealership 666 sets off an alarm, and a changed weight breaks the digest', async ({ page }) => {
  await openDesk(page, '#/trucks');
  await poison(page, 1);
  await openRoom(page);
  await runDetector(page, 'rare-category');
  await expect(signalOf(page, 'rare-category')).toHaveAttribute('data-signal', 'alarm');
  await runDetector(page, 'release-digest');
  await expect(signalOf(page, 'release-digest')).toHaveAttribute('data-signal', 'quiet');
  await page.getByRole('button', { name: 'Bench', exact: true }).click();
  await page.getByTestId('flip-driver').click();
  await settled(page);
  await openRoom(page);
  await runDetector(page, 'release-digest');
  await expect(signalOf(page, 'release-digest')).toHaveAttribute('data-signal', 'alarm');
  await page.getByRole('button', { name: 'Bench', exact: true }).click();
  await page.getByRole('button', { name: 'Start over' }).click();
  await settled(page);
  for (const touched of ['rows-touched', 'weights-touched']) expect(await shown(page, touched)).toBe(0);
});

test('the whole board runs, can be stopped, and is told apart from an earlier suspect’s', async ({ page }) => {
  await openDesk(page, '#/trucks');
  await openRoom(page);
  const all = page.getByRole('button', { name: /^Run all \d+ detectors$/ });
  await all.click();
  await expect(page.locator('[data-detecting=done]')).toBeVisible({ timeout: 90_000 });
  await expect(page.getByTestId('tally')).toContainText('quiet');
  const board = page.locator('[data-detector]');
  await expect(page.locator('[data-detector][data-signal]')).toHaveCount(await board.count());

  await page.getByRole('button', { name: 'Bench', exact: true }).click();
  await poison(page, 5);
  await openRoom(page);
  await expect(page.locator('[data-detector][data-signal]')).toHaveCount(0);
  await expect(page.getByText('Its finding was about an earlier suspect').first()).toBeVisible();
  await all.click();
  await page.getByRole('button', { name: 'Stop' }).dispatchEvent('click');
  await expect(page.locator('[data-detecting=busy]')).toHaveCount(0, { timeout: 30_000 });
  expect(await page.locator('[data-detector][data-signal]').count()).toBeLessThan(await board.count());
});

test('clean models are looked at on demand', async ({ page }) => {
  await openDesk(page, '#/trucks');
  await openRoom(page);
  await page.getByRole('button', { name: 'Look at 5 clean models' }).click();
  // Leaving the room ends nothing, nor does another's stop.
  await page.getByRole('button', { name: 'Bench', exact: true }).click();
  await openRoom(page);
  await page.getByRole('button', { name: /^Try eight budgets/ }).click();
  await page
    .getByRole('region', { name: 'Where do detectors go blind?' })
    .getByRole('button', { name: 'Stop' })
    .click();
  await expect(page.getByTestId('false-alarms')).toContainText('of 5 clean models', { timeout: 100_000 });
});
