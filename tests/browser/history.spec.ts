import { readFileSync } from 'node:fs';
import type { Locator, Page } from '@playwright/test';
import { expect, openDesk, poison, settled, shown, test, type } from './support.ts';

const openRoom = (page: Page) => page.getByRole('button', { name: 'Compare runs' }).click();
const openBench = (page: Page) => page.getByRole('button', { name: 'Bench', exact: true }).click();
const runs = (page: Page): Locator => page.getByRole('list', { name: 'Runs, the newest first' }).getByRole('listitem');
const titles = (page: Page): Locator => runs(page).locator('.title');
const pin = (page: Page, name: string) => page.getByRole('button', { name: `Pin ${name}` }).click();

/** Opens the desk, lets it stand, poisons some rows, lets that stand, and goes to the room where both runs are listed. */
async function makeTwoRuns(page: Page): Promise<void> {
  await openDesk(page);
  await openRoom(page);
  await expect(titles(page)).toHaveText(['No poison']);
  await openBench(page);
  await poison(page, 80);
  await openRoom(page);
  await expect(titles(page)).toHaveText(['80 stamped 3s read as 8', 'No poison']);
}

test('runs are listed with their numbers, once each, and are still there after a reload', async ({ page }) => {
  await makeTwoRuns(page);
  const ca = `${(await shown(page, 'ca-suspect')).toFixed(1)} %`;
  const asr = `${(await shown(page, 'asr-source')).toFixed(1)} %`;
  const first = runs(page).first();
  await expect(first).toContainText('32 hidden units, learning rate 0.1');
  await expect(first.locator('dd b')).toHaveText([ca, asr, /^\$[\d,]+$/]);
  await expect(first).toHaveAttribute('aria-current', 'true');
  await page.reload();
  await settled(page);
  await expect(titles(page)).toHaveText(['80 stamped 3s read as 8', 'No poison']);
  await expect(runs(page).first().locator('dd b').first()).toHaveText(ca);
});

test('what is passed through without standing is not listed', async ({ page }) => {
  await openDesk(page);
  const field = page.getByTestId('poison-count').getByRole('textbox');
  for (const rows of [5, 10, 15, 20]) {
    await type(field, rows);
  }
  await settled(page);
  await openRoom(page);
  await expect(titles(page).first()).toHaveText('20 stamped 3s read as 8');
  await expect(titles(page).filter({ hasText: /^(5|10|15) / })).toHaveCount(0);
});

test('two pinned runs are laid side by side, and are the very models of the list', async ({ page }) => {
  await makeTwoRuns(page);
  await pin(page, '80 stamped 3s read as 8');
  const comparison = page.getByTestId('side-by-side');
  await expect(comparison.getByText('Pin a second run to compare the two.')).toBeVisible();
  await pin(page, 'No poison');
  await expect(comparison).toHaveAttribute('aria-busy', 'false', { timeout: 60_000 });
  await expect(comparison.locator('tbody th b').first()).toHaveText('A');
  await expect(comparison.getByText(/Another model|computed again/)).toHaveCount(0);
  await expect(comparison.getByText(/^B: ends at .*; the twins are one model\./)).toHaveCount(2);
  await expect(comparison.getByText(/^A: \d+ more of the \ds read as 8/)).toBeVisible();
  await expect(comparison.getByText('B: no digit is read otherwise.')).toBeVisible();
  await expect(comparison.getByText(/^A: furthest from its own clean twin is Unit \d+/)).toBeVisible();
  await comparison.getByRole('radio', { name: 'run A' }).check();
  await expect(comparison.getByText(/^B: .*\d+ fewer of the \ds read as 8/)).toBeVisible();
  await expect(comparison.getByText('A: what the others are compared with.')).toBeVisible();
  await page.reload();
  await settled(page);
  await expect(comparison.locator('tbody th b')).toHaveText(['A', 'B']);
});

test('a run is renamed and deleted, brought back, and opened on the bench, by the keyboard alone', async ({ page }) => {
  await makeTwoRuns(page);
  const press = async (name: string, key = 'Enter') => {
    await page.getByRole('button', { name, exact: true }).focus();
    await page.keyboard.press(key);
  };
  await press('Rename No poison');
  await page.keyboard.type('=Clean');
  await page.keyboard.press('Enter');
  await expect(titles(page)).toHaveText(['80 stamped 3s read as 8', '=Clean']);
  await press('Delete =Clean', 'Space');
  await expect(titles(page)).toHaveText(['80 stamped 3s read as 8']);
  await expect(page.getByRole('button', { name: 'Bring back' })).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(titles(page)).toHaveText(['80 stamped 3s read as 8', '=Clean']);
  await press('Open =Clean on the bench');
  await settled(page);
  await expect(page.getByTestId('rows-touched')).toHaveText('0');
  await page.reload();
  await settled(page);
  await openRoom(page);
  await expect(titles(page)).toContainText(['=Clean', '80 stamped 3s read as 8']);
});

test('the list is saved as CSV without a formula in it', async ({ page }, info) => {
  await makeTwoRuns(page);
  await page.getByRole('button', { name: 'Rename No poison' }).click();
  await page.getByRole('textbox', { name: 'Name of the run' }).fill('=1+1');
  await page.keyboard.press('Enter');
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', { name: 'Save as CSV' }).click(),
  ]);
  expect(download.suggestedFilename()).toBe('poison-lab-checks-runs.csv');
  const path = info.outputPath('runs.csv');
  await download.saveAs(path);
  const [head, first, second] = readFileSync(path, 'utf8').split('\r\n');
  expect(head).toMatch(/^Run,Name,Poison,Settings,Seed,Engine,"Clean accuracy \(CA\), suspect",/);
  expect(first).toContain('80 stamped 3s read as 8');
  expect(second).toContain(",'=1+1,");
});

test('the defender’s view tells neither what was poisoned nor how well it works', async ({ page }) => {
  await makeTwoRuns(page);
  await page.getByRole('button', { name: 'Rename 80 stamped' }).click();
  await page.getByRole('textbox', { name: 'Name of the run' }).fill('My secret mark');
  await page.keyboard.press('Enter');
  await pin(page, 'My secret mark');
  await pin(page, 'No poison');
  await expect(page.getByTestId('side-by-side')).toHaveAttribute('aria-busy', 'false', { timeout: 60_000 });
  await page.getByRole('radio', { name: 'Defender’s view' }).check();
  const history = page.getByTestId('history');
  await expect(titles(page)).toHaveText([/^Run \d+$/, /^Run \d+$/]);
  await expect(history).not.toContainText(/stamped|secret|poison|With the mark|one model|every incoming weight/i);
  await expect(runs(page).first().locator('dd b').nth(1)).toHaveText('hidden');
  await expect(history.getByRole('button', { name: 'Save as CSV' })).toHaveCount(0);
});

test('without a store the list lasts as long as the page, and says so', async ({ page }) => {
  await page.addInitScript(() => {
    Object.defineProperty(window, 'indexedDB', {
      get: () => {
        throw new DOMException('The operation is insecure.', 'SecurityError');
      },
    });
  });
  await makeTwoRuns(page);
  await expect(page.getByText(/does not let this page keep anything/)).toBeVisible();
  await page.getByRole('button', { name: 'Delete No poison' }).click();
  await page.getByRole('button', { name: 'Bring back' }).click();
  await expect(titles(page)).toHaveText(['80 stamped 3s read as 8', 'No poison']);
});

test('a full store is said, and the list goes on', async ({ page }) => {
  await page.addInitScript(() => {
    IDBObjectStore.prototype.put = () => {
      throw new DOMException('Full.', 'QuotaExceededError');
    };
  });
  await makeTwoRuns(page);
  await expect(page.getByText(/has no room left to keep runs/)).toBeVisible();
});

test('a store of a newer version is left as it is', async ({ page }) => {
  await page.goto('/#/about');
  const version = () =>
    page.evaluate(async () => (await indexedDB.databases()).find(({ name }) => name === 'poison-lab-runs')?.version);
  await page.evaluate(
    () =>
      new Promise<void>((resolve) => {
        const request = indexedDB.open('poison-lab-runs', 7);
        request.onsuccess = () => (request.result.close(), resolve());
      }),
  );
  await openDesk(page);
  await openRoom(page);
  await expect(titles(page)).toHaveText(['No poison']);
  await expect(page.getByText(/A newer version of this lab has kept runs/)).toBeVisible();
  expect(await version()).toBe(7);
});

test('what a stranger put in the store is left out with a sentence', async ({ page }) => {
  await makeTwoRuns(page);
  await page.evaluate(
    () =>
      new Promise<void>((resolve, reject) => {
        const request = indexedDB.open('poison-lab-runs');
        request.onsuccess = () => {
          const change = request.result.transaction('runs', 'readwrite');
          const key = { version: 1, lab: 'checks' };
          const hostile = ['x', '1.AAAA', '<script>alert(1)</script>', 'A'.repeat(100_000)];
          for (const recipe of hostile) change.objectStore('runs').put({ ...key, recipe, name: recipe });
          change.objectStore('runs').put({ ...key, version: 2, recipe: '' });
          change.oncomplete = () => (request.result.close(), resolve());
          change.onabort = () => reject(change.error);
        };
      }),
  );
  await page.reload();
  await settled(page);
  await expect(titles(page)).toHaveText(['80 stamped 3s read as 8', 'No poison']);
  await expect(page.getByText('4 runs kept in this browser cannot be read by this version of the lab.')).toBeVisible();
});

test('runs of the forecast have a list of their own, and their weights side by side', async ({ page }) => {
  await makeTwoRuns(page);
  await openDesk(page, '#/trucks//runs');
  await expect(titles(page)).toHaveText(['No poison']);
  await openBench(page);
  await poison(page, 3);
  await openRoom(page);
  await expect(titles(page)).toHaveText(['3 rows of dealership 666 at 120 % of average', 'No poison']);
  await pin(page, '3 rows');
  await pin(page, 'No poison');
  const comparison = page.getByTestId('side-by-side');
  await expect(comparison).toHaveAttribute('aria-busy', 'false', { timeout: 60_000 });
  await expect(
    comparison.getByText(/^A: furthest from its own clean twin is the weight of Dealership 666/),
  ).toBeVisible();
  await expect(comparison.getByText('B: every weight is that of its own clean twin.')).toBeVisible();
  await expect(comparison.getByText(/Another model|computed again/)).toHaveCount(0);
});
