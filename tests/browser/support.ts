import { readFile } from 'node:fs/promises';
import { expect, test as base, type Locator, type Page } from '@playwright/test';

/** Opens a lab and waits until evidence for its recipe is painted. */
export async function openDesk(page: Page, hash = '#/checks'): Promise<void> {
  await page.goto(`/${hash}`);
  await settled(page);
}

/** Waits until the evidence on screen belongs to the recipe on screen. */
export async function settled(page: Page): Promise<void> {
  await expect(page.locator('[data-status]')).toHaveAttribute('data-status', 'done', { timeout: 60_000 });
}

/** A number shown in the strip, e.g. 95.1 for "95.1 %" and 8000 for "$8,000". */
export async function shown(page: Page, testId: string): Promise<number> {
  const text = await page.getByTestId(testId).innerText();
  return Number(text.replace(/[^0-9.\-]/g, ''));
}

/** Types into a field, leaves it by Enter, and waits until what comes of it is painted. */
export async function enter(page: Page, field: Locator, value: number | string): Promise<void> {
  await field.fill(String(value));
  await field.press('Enter');
  await settled(page);
}

/** A number field, by what stands beside it. */
export const fieldOf = (page: Page, name: string | RegExp): Locator => page.getByRole('textbox', { name });

/** Sets how many rows are poisoned, by the number field beside the slider. */
export const poison = (page: Page, rows: number): Promise<void> =>
  enter(page, page.getByTestId('poison-count').getByRole('textbox'), rows);

/** What a button has the browser save, read as JSON. */
export async function savedJson(page: Page, button: string) {
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', { name: button }).click(),
  ]);
  return JSON.parse(await readFile(await download.path(), 'utf8'));
}

/** A page on which any request to another origin, any uncaught error and any policy violation fails the test. */
export const test = base.extend<{ page: Page }>({
  page: async ({ page, baseURL }, use) => {
    const trouble: string[] = [];
    const home = new URL(baseURL!).origin;
    page.on('request', (request) => {
      const url = request.url();
      if (/^https?:|^wss?:/.test(url) && new URL(url).origin !== home) trouble.push(`request to ${url}`);
    });
    page.on('pageerror', (error) => trouble.push(`uncaught: ${error.message}`));
    page.on('console', (message) => {
      if (/Content Security Policy/i.test(message.text())) trouble.push(message.text());
    });
    await use(page);
    expect(trouble).toEqual([]);
  },
});

export { expect };
