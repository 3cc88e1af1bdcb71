import type { Page } from '@playwright/test';
import { overflow } from '../pages/looks.ts';
import { expect, fieldOf, openDesk, poison, settled, shown, test, type } from '../support.ts';

/** Starts a run that takes a while. */
async function startLongRun(page: Page): Promise<void> {
  await type(fieldOf(page, /epochs/), 30);
  await expect(page.locator('[data-status]')).toHaveAttribute('data-status', 'training');
}

test('a page frozen in mid-run and thawed finishes the run', async ({ page }) => {
  await openDesk(page);
  const cdp = await page.context().newCDPSession(page);
  await startLongRun(page);
  await cdp.send('Page.setWebLifecycleState', { state: 'frozen' });
  await new Promise((resolve) => setTimeout(resolve, 1500));
  await cdp.send('Page.setWebLifecycleState', { state: 'active' });
  await settled(page);
  await expect(page.getByText(/worker stopped/)).toHaveCount(0);
  await poison(page, 40);
  expect(await shown(page, 'rows-touched')).toBe(40);
});

test('back and forward during a run end at what the address says', async ({ page }) => {
  await openDesk(page);
  await poison(page, 40);
  await expect(page).toHaveURL(/#\/checks\/1\./);
  await page.waitForTimeout(900);
  await startLongRun(page);
  await page.goBack();
  await settled(page);
  await expect(page.getByRole('textbox', { name: /epochs/ })).toHaveValue('10');
  expect(await shown(page, 'rows-touched')).toBe(40);
  await page.goForward();
  await page.goBack();
  await page.goForward();
  await settled(page);
  await expect(page.getByRole('textbox', { name: /epochs/ })).toHaveValue('30');
  expect(await shown(page, 'rows-touched')).toBe(40);
});

test('a window that becomes a phone’s in mid-run, and back, loses nothing', async ({ page }) => {
  await openDesk(page);
  await poison(page, 80);
  await startLongRun(page);
  await page.setViewportSize({ width: 390, height: 844 });
  await page.setViewportSize({ width: 1440, height: 900 });
  await settled(page);
  await expect(page.getByTestId('check-outcome')).toHaveText('PAID $8,000');
  expect(await overflow(page)).toBeLessThanOrEqual(0);
});

test('double clicks start one run and no second', async ({ page }) => {
  await openDesk(page, '#/checks//detect');
  const row = page.locator('[data-detector="duplicates"]');
  await row.getByRole('button', { name: /^Run / }).dblclick();
  await expect(row).toHaveAttribute('data-signal', /./, { timeout: 30_000 });
  await expect(page.locator('.room')).not.toHaveAttribute('data-detecting', 'busy');
  await page.getByRole('button', { name: 'Training, step by step' }).click();
  const step = page.getByRole('button', { name: /^Play/ });
  await step.dblclick();
  await page.getByRole('button', { name: 'Bench', exact: true }).dblclick();
  await settled(page);
  await poison(page, 20);
  expect(await shown(page, 'rows-touched')).toBe(20);
});

test('two tabs at once: each keeps its bench, and the store what both did', async ({ page, context }) => {
  const other = await context.newPage();
  await openDesk(page, '#/checks//bench/lesson-paid-too-much-2');
  await openDesk(other, '#/trucks//bench/lesson-dealer-666-2');
  const both = () =>
    page.evaluate(() => Object.keys(JSON.parse(localStorage.getItem('poison-lab/progress/2')!).lessons).sort());
  await expect.poll(both).toEqual(['dealer-666', 'paid-too-much']);
  await openDesk(page, '#/checks');
  await openDesk(other, '#/checks');
  await poison(page, 80);
  await poison(other, 30);
  expect(await shown(page, 'rows-touched')).toBe(80);
  for (const tab of [page, other]) {
    // A run is noted once it has stood for a moment.
    await tab.waitForTimeout(1500);
    await tab.reload();
    await settled(tab);
  }
  expect(await shown(page, 'rows-touched')).toBe(80);
  expect(await shown(other, 'rows-touched')).toBe(30);
  await page.getByRole('button', { name: 'Compare runs' }).click();
  const history = page.getByTestId('history');
  await expect(history).toContainText('80 stamped 3s');
  await expect(history).toContainText('30 stamped 3s');
});

test('of two fast changes the second wins', async ({ page }) => {
  await openDesk(page);
  const field = page.getByTestId('poison-count').getByRole('textbox');
  await type(field, 20);
  await type(field, 60);
  await settled(page);
  expect(await shown(page, 'rows-touched')).toBe(60);
});

test('a tab hidden while it trains finishes its run', async ({ page, context }) => {
  await openDesk(page);
  await type(fieldOf(page, /epochs/), 30);
  const other = await context.newPage();
  await other.bringToFront();
  await expect(page.locator('[data-status]')).toHaveAttribute('data-status', 'done', { timeout: 30_000 });
});

test('a window resized in mid-drag keeps dragging', async ({ page }) => {
  await openDesk(page);
  const slider = page.getByTestId('poison-count').getByRole('slider');
  const box = (await slider.boundingBox())!;
  await page.mouse.move(box.x + 14, box.y + box.height / 2);
  await page.mouse.down();
  await page.mouse.move(box.x + box.width * 0.2, box.y + box.height / 2);
  await page.setViewportSize({ width: 1100, height: 800 });
  await page.mouse.move(box.x + box.width * 0.3, box.y + box.height / 2, { steps: 4 });
  await page.mouse.up();
  await settled(page);
  expect(await shown(page, 'rows-touched')).toBeGreaterThan(0);
});

test('poisoning survives any attack choice in a row without an error', async ({ page }) => {
  await openDesk(page);
  for (const id of ['blended-trigger', 'label-flip', 'random-flip', 'stamped-trigger']) {
    await page.getByLabel('Attack', { exact: true }).selectOption(id);
    await settled(page);
    await poison(page, id.endsWith('flip') ? 1 : 40);
    expect(await shown(page, 'rows-touched')).toBeGreaterThan(30);
  }
});
