import type { Browser } from '@playwright/test';

const POISONED = 80;

/**
 * From a click on "Run all" to the last finding on the default digit model with 80 stamped rows, clean models for comparison trained
 * on the way; and the longest task of the page's own thread meanwhile, and while the room was being opened.
 */
export async function measureBoard(browser: Browser, url: string) {
  const page = await (await browser.newContext({ viewport: { width: 1440, height: 900 } })).newPage();
  await page.goto(url);
  await page.waitForSelector('[data-status="done"]');
  const field = page.getByTestId('poison-count').getByRole('textbox');
  await field.fill(String(POISONED));
  await field.press('Enter');
  await page.waitForSelector(`[data-status="done"][data-rows="${POISONED}"]`);
  await page.evaluate(() => {
    const tasks: { start: number; ms: number }[] = [];
    new PerformanceObserver((list) =>
      tasks.push(...list.getEntries().map(({ startTime, duration }) => ({ start: startTime, ms: duration }))),
    ).observe({ type: 'longtask' });
    Object.assign(globalThis, { tasks });
  });
  await page.getByRole('button', { name: 'Catch it' }).click();
  const all = page.getByRole('button', { name: /^Run all \d+ detectors$/ });
  await all.waitFor();
  await page.waitForTimeout(1000);
  const opened = await page.evaluate(() => performance.now());
  const start = Date.now();
  await all.click();
  await page.waitForSelector('[data-detecting="done"]', { timeout: 120_000 });
  const boardMs = Date.now() - start;
  const detectors = await page.locator('[data-detector]').evaluateAll((rows) =>
    rows.map((row) => ({
      id: (row as HTMLElement).dataset['detector']!,
      seconds: parseFloat(row.querySelector('.cost')?.textContent ?? ''),
    })),
  );
  const tasks = await page.evaluate(
    () => (globalThis as unknown as { tasks: { start: number; ms: number }[] }).tasks,
  );
  await page.context().close();
  const longest = (some: typeof tasks) => Math.max(0, ...some.map(({ ms }) => ms));
  return {
    boardMs,
    detectors,
    longestMs: longest(tasks.filter((task) => task.start >= opened)),
    openingMs: longest(tasks.filter((task) => task.start < opened)),
  };
}
