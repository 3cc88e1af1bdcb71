import { readFile } from 'node:fs/promises';
import { expect, test as base, type BrowserContext, type Locator, type Page } from '@playwright/test';

/** Opens a lab and waits until evidence for its recipe is painted. */
export async function openDesk(page: Page, hash = '#/checks'): Promise<void> {
  await page.goto(`/${hash}`);
  await settled(page);
}

/**
 * Waits until the evidence on screen belongs to the recipe on screen. The page itself watches for it: an assertion asks once
 * a second in the end, and most runs take less.
 */
export async function settled(page: Page): Promise<void> {
  const isDone = () => document.querySelector<HTMLElement>('[data-status]')?.dataset['status'] === 'done';
  await page.waitForFunction(isDone, undefined, { timeout: 60_000, polling: 20 });
}

/** A number shown in the strip, e.g. 95.1 for "95.1 %" and 8000 for "$8,000". */
export async function shown(page: Page, testId: string): Promise<number> {
  const text = await page.getByTestId(testId).innerText();
  return Number(text.replace(/[^0-9.\-]/g, ''));
}

/** Types into a field and leaves it by Enter. */
export async function type(field: Locator, value: number | string): Promise<void> {
  await field.fill(String(value));
  await field.press('Enter');
}

/** Types into a field, leaves it by Enter, and waits until what comes of it is painted. */
export async function enter(page: Page, field: Locator, value: number | string): Promise<void> {
  await type(field, value);
  await settled(page);
}

/** A number field, by what stands beside it. */
export const fieldOf = (page: Page, name: string | RegExp): Locator => page.getByRole('textbox', { name });

/** Sets how many rows are poisoned, by the number field beside the slider. */
export const poison = (page: Page, rows: number): Promise<void> =>
  enter(page, page.getByTestId('poison-count').getByRole('textbox'), rows);

/** Runs a detector on the suspect in use and waits for what it finds. */
export async function runDetector(page: Page, id: string): Promise<void> {
  const line = page.locator(`[data-detector=${id}]`);
  await line.getByRole('button', { name: /^Run / }).click();
  await expect(line).toHaveAttribute('data-signal', /./, { timeout: 60_000 });
}

/** What a button has the browser save, read as JSON. */
export async function savedJson(page: Page, button: string) {
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', { name: button }).click(),
  ]);
  return JSON.parse(await readFile(await download.path(), 'utf8'));
}

/** Pages on each of which, however many, a request to another origin, an uncaught error or a policy violation fails the test. */
export const test = base.extend<{ context: BrowserContext }>({
  context: async ({ context, baseURL }, use) => {
    const trouble: string[] = [];
    const home = new URL(baseURL!).origin;
    context.on('request', (request) => {
      const url = request.url();
      if (/^https?:|^wss?:/.test(url) && new URL(url).origin !== home) trouble.push(`request to ${url}`);
    });
    context.on('weberror', (error) => trouble.push(`uncaught: ${error.error().message}`));
    context.on('console', (message) => {
      if (/Content Security Policy/i.test(message.text())) trouble.push(message.text());
    });
    await use(context);
    expect(trouble).toEqual([]);
  },
});

export { expect };
