import type { Page } from '@playwright/test';
import { expect, runDetector } from '../support.ts';

/** A page, or a state that it can be in, and how one gets there. What all of them must pass is in `pages.spec.ts`. */
export interface PageState {
  readonly name: string;
  readonly open: (page: Page) => Promise<void>;
  /** Its picture is kept in `pictures/`. Dialogs, and states that differ little from another, have none. */
  readonly picture?: true;
  /** Made for paper, where it is ink on white without the page's header, whatever the theme. */
  readonly printed?: true;
  /** What is new of it, where the rest of the page is that of another state here: axe looks at no more. */
  readonly part?: string;
}

export const button = (page: Page, name: string | RegExp) =>
  page.getByRole('button', { name, exact: typeof name === 'string' });
export const region = (page: Page, name: string) => page.getByRole('region', { name });
export const dialog = (page: Page) => page.getByRole('dialog');

/** Opens a page beside the labs, and waits for what it has when it is whole. */
export async function openPage(page: Page, hash: string, heading: string | RegExp): Promise<void> {
  await page.goto(`/#/${hash}`);
  await expect(page.getByRole('heading', { name: heading }).first()).toBeVisible();
}

/** Runs a detector and opens what it found. */
export async function look(page: Page, id: string): Promise<void> {
  await runDetector(page, id);
  const shut = page.locator(`[data-detector=${id}] [aria-expanded=false]`);
  if (await shut.isVisible()) await shut.click();
}
