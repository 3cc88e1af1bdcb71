import type { Page } from '@playwright/test';
import type { PageState } from './state.ts';
import { enter, expect, fieldOf, openDesk } from '../support.ts';

/** Has the engine's worker begin with these lines. */
async function hinderEngine(page: Page, lines: string): Promise<void> {
  await page.route('**/assets/engine.worker-*.js', async (route) => {
    const response = await route.fetch();
    await route.fulfill({ response, body: lines + (await response.text()) });
  });
}

/** What the page says when something is not as it should be. */
export const TROUBLE_STATES: readonly PageState[] = [
  {
    name: 'forecast that diverged',
    part: '.stations > .hero, .stations > .training, main > aside',
    async open(page) {
      await openDesk(page, '#/trucks');
      await enter(page, fieldOf(page, /learning rate/), 3);
      await expect(page.getByText(/diverged in epoch|no better than the average/).first()).toBeVisible();
    },
  },
  {
    name: 'desk without its digits',
    async open(page) {
      await page.route('**/data/digits.bin', (route) => route.fulfill({ status: 503 }));
      await page.goto('/#/checks');
      await expect(page.getByRole('alert')).toContainText('could not be downloaded');
    },
  },
  {
    name: 'page whose code did not arrive',
    async open(page) {
      await page.route('**/assets/View-*', (route) => route.abort());
      await page.goto('/#/checks');
      await expect(page.getByRole('alert')).toContainText('did not arrive whole');
    },
  },
  {
    name: 'nothing at all arrived',
    async open(page) {
      await page.route('**/assets/open-page-*.js', (route) => route.abort());
      await page.goto('/#/checks');
      await expect(page.getByText('did not arrive whole')).toBeVisible();
    },
  },
  {
    name: 'engine that had to be replaced',
    part: '[aria-label=Messages]',
    async open(page) {
      await hinderEngine(page, 'WebAssembly.validate = () => false;');
      await openDesk(page);
      await enter(page, fieldOf(page, /epochs/), 1);
      await expect(page.getByText(/has no WebAssembly SIMD\. \w+ took over/)).toBeVisible();
    },
  },
  {
    name: 'link that was repaired',
    part: '[aria-label=Messages]',
    async open(page) {
      await openDesk(page, '#/checks/1.<img src=x onerror=alert(1)>');
      await expect(page.getByText(/The link was repaired/)).toBeVisible();
    },
  },
];
