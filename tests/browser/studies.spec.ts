import type { Page } from '@playwright/test';
import { expect, openDesk, settled, shown, test, type } from './support.ts';

/** Types a value into a study's number field. */
async function set(page: Page, study: string, label: string, value: number) {
  await type(page.getByTestId(study).getByRole('textbox', { name: label }).first(), value);
}

async function trained(page: Page, study: string) {
  const panel = page.getByTestId(study);
  await panel.getByRole('button', { name: /^Train/ }).click();
  await expect(panel.getByText(/^\d+ runs in \d/).first()).toBeVisible({ timeout: 90_000 });
}

test('a dose curve comes in, says what it found, and any of its runs opens on the bench with the same numbers', async ({
  page,
}) => {
  await openDesk(page, '#/checks//runs');
  const study = page.getByTestId('dose-study');
  await set(page, 'dose-study', 'Doses', 4);
  await set(page, 'dose-study', 'Largest dose', 60);
  await trained(page, 'dose-study');
  await expect(study.locator('figcaption')).toContainText(/^(It takes \d+ rows? for an ASR of|ASR stays below)/);
  await expect(study.getByRole('status')).toContainText('4 runs in');

  await study.getByText('as a table').click();
  const rows = study.locator('tbody tr');
  await expect(rows).toHaveCount(4);
  const last = await rows.last().locator('th, td').allInnerTexts();
  expect(last[0]).toBe('60');
  const [accuracy, success] = [parseFloat(last[3]!), parseFloat(last[5]!)];
  expect(success).toBeGreaterThan(80);

  await study
    .getByRole('button', { name: /^poison count 60:/ })
    .first()
    .click();
  await settled(page);
  await expect(page.locator('[data-rows="60"]')).toBeVisible();
  expect(await shown(page, 'ca-suspect')).toBe(accuracy);
  await expect(page.getByText(`${success.toFixed(1)} %`).first()).toBeVisible();

  await page.getByRole('button', { name: 'Compare runs' }).click();
  await expect(rows).toHaveCount(0);
  await expect(study.locator('circle.suspect').first()).toBeVisible();
});

test('a dose curve is walked and opened by keyboard', async ({ page }) => {
  await openDesk(page, '#/trucks//runs');
  await set(page, 'dose-study', 'Doses', 5);
  await trained(page, 'dose-study');
  const chart = page.getByTestId('dose-study').getByRole('group', { name: /^What the trigger adds/ });
  await chart.getByRole('button').first().focus();
  await page.keyboard.press('End');
  await expect(chart.getByRole('button', { name: /^poison count 100:/ })).toBeFocused();
  await page.keyboard.press('ArrowLeft');
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('Enter');
  await settled(page);
  await expect(page.locator('[data-rows="100"]')).toBeVisible();
});

test('a sweep marks what diverged, and a cell opens its run', async ({ page }) => {
  await openDesk(page, '#/trucks//runs');
  const study = page.getByTestId('sweep-study');
  await trained(page, 'sweep-study');
  const cells = study.getByRole('table', { name: /of the suspect$/ }).getByRole('button');
  await expect(cells).toHaveCount(25);
  await expect(study.locator('td.hatched').first()).toHaveText('diverged');
  await expect(study.locator('figcaption').first()).toContainText(/\d+ of 25 runs diverged/);
  await study.getByRole('radio', { name: 'Trigger adds' }).check();
  await expect(study.getByRole('table', { name: /^What the trigger adds/ })).toBeVisible();
  await cells.first().click();
  await settled(page);
  await expect(page.getByRole('textbox', { name: /learning rate/ })).toHaveValue('0.005');
});

test('a study is cancelled at once, and what came in stays after a look at the bench', async ({ page }) => {
  await openDesk(page, '#/checks//runs');
  const study = page.getByTestId('size-study');
  await study.getByRole('button', { name: /^Train/ }).click();
  await expect(study.locator('td:not(.empty)').first()).toBeVisible({ timeout: 90_000 });
  await study.getByRole('button', { name: 'Cancel' }).click();
  await expect(study.getByText(/^Cancelled after \d+ of 23 runs/).first()).toBeVisible();
  await page.getByRole('button', { name: 'Bench', exact: true }).click();
  await settled(page);
  await page.getByRole('button', { name: 'Compare runs' }).click();
  await expect(study.locator('td:not(.empty)').first()).toBeVisible();
  await expect(study.getByText(/^Cancelled after/).first()).toBeVisible();
});

test('a training worker that is lost does not take the study with it', async ({ page }) => {
  let started = 0;
  await page.addInitScript(() => {
    const Real = Worker;
    const workers: Worker[] = [];
    Object.assign(globalThis, { workers });
    globalThis.Worker = class extends Real {
      constructor(...args: ConstructorParameters<typeof Worker>) {
        super(...args);
        workers.push(this);
      }
    };
  });
  await openDesk(page, '#/checks//runs');
  const count = () => page.evaluate(() => (globalThis as unknown as { workers: Worker[] }).workers.length);
  started = await count();
  const study = page.getByTestId('dose-study');
  await study.getByRole('button', { name: /^Train/ }).click();
  await expect.poll(count).toBeGreaterThan(started);
  // The page notices a worker's death by the error that it reports.
  await page.evaluate(
    (from) =>
      (globalThis as unknown as { workers: Worker[] }).workers[from]!.dispatchEvent(
        new ErrorEvent('error', { message: 'killed by the test' }),
      ),
    started,
  );
  await expect(study.getByText(/^12 runs in/).first()).toBeVisible({ timeout: 90_000 });
  await expect(study.getByText('came to nothing')).toHaveCount(0);
});

test('the defender is shown no study', async ({ page }) => {
  await openDesk(page, '#/checks//runs/defend');
  await expect(page.getByTestId('studies')).toContainText('they would give it away');
  await expect(page.getByTestId('dose-study')).toHaveCount(0);
});
