/** Takes the README's pictures from the built site, into docs/: `npm run pictures`. Needs the site in dist/. */
import { chromium } from '@playwright/test';
import { launchOptions } from './browser.mjs';
import { serve } from './serve.mjs';

const settled = (page) => page.waitForSelector('[data-status="done"]');

async function type(page, field, text) {
  await field.fill(text);
  await field.press('Enter');
  await page.waitForTimeout(300);
  await settled(page);
}

const poison = (page) => type(page, page.getByTestId('poison-count').getByRole('textbox'), '80');

/** What is done on the page of each picture, after it was opened. */
const PICTURES = [
  { name: 'start', hash: '', height: 840, act: poison },
  { name: 'check-desk', hash: '#/checks', act: poison },
  {
    name: 'workbench',
    hash: '#/checks',
    async act(page) {
      await page.getByRole('button', { name: 'Edit the model by hand' }).click();
      await page.getByTestId('plant').click();
      await page.waitForTimeout(500);
      await settled(page);
      await page.evaluate(() => scrollTo(0, 0));
    },
  },
  {
    name: 'truck-forecast',
    hash: '#/trucks',
    act: (page) => type(page, page.getByTestId('poison-count').getByRole('textbox'), '20'),
  },
  {
    name: 'training',
    hash: '#/checks//training',
    async act(page) {
      const field = page.getByRole('textbox', { name: 'Steps done, as a number' });
      await field.fill('40');
      await field.press('Enter');
      await page.waitForTimeout(1500);
    },
  },
  {
    name: 'catch-it',
    hash: '#/checks',
    async act(page) {
      await poison(page);
      await page.getByRole('button', { name: 'Catch it' }).click();
      await page.getByRole('button', { name: /^Run all \d+ detectors$/ }).click();
      await page.waitForSelector('[data-detecting="done"]', { timeout: 120_000 });
      await page.getByRole('heading', { name: 'The board' }).scrollIntoViewIfNeeded();
    },
  },
  { name: 'lesson', hash: '#/checks//lesson-paid-too-much-6', act: poison },
];

const site = await serve('dist', 4460);
const browser = await chromium.launch(launchOptions());
const asked = process.argv.slice(2);
for (const { name, hash, height = 900, act } of PICTURES) {
  if (asked.length > 0 && !asked.includes(name)) continue;
  const page = await browser.newPage({ viewport: { width: 1440, height }, colorScheme: 'light' });
  await page.goto(`${site.url}${hash}`);
  await settled(page);
  await act(page);
  await page.evaluate(() => document.activeElement?.blur());
  await page.waitForTimeout(800);
  await page.screenshot({ path: `docs/${name}.png` });
  await page.close();
}
await browser.close();
site.server.close();
