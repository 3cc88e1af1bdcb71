import type { Page } from '@playwright/test';
import { expect, openDesk, poison, settled, shown, test, type } from './support.ts';

const enter = (page: Page) => page.getByRole('button', { name: 'Training, step by step' }).click();
const stands = (page: Page) => page.locator('.stands');
const steps = (page: Page) => page.getByRole('textbox', { name: 'Steps done, as a number' });
const digest = (page: Page) => page.locator('dd code').first();
const button = (page: Page, name: string) => page.getByRole('button', { name, exact: true });

async function goTo(page: Page, step: number): Promise<void> {
  await type(steps(page), step);
  await expect(stands(page)).toContainText(`Step ${step} of`);
}

test('a run is played, paused, stepped through and gone back over, and ends in the bits of one that never stopped', async ({
  page,
}) => {
  await openDesk(page);
  await poison(page, 80);
  const end = await digest(page).innerText();
  const lost = await shown(page, 'money-lost');
  expect(lost).toBeGreaterThan(0);
  await enter(page);
  await button(page, 'Play from the start').click();
  await expect(stands(page)).toContainText(/^Step [\d,]+ of 1,250/);
  await page.keyboard.press('Space');
  await expect(button(page, 'Play')).toBeVisible();
  await goTo(page, 300);
  const at300 = await digest(page).innerText();
  expect(at300).not.toBe(end);
  const accuracy = await shown(page, 'ca-suspect');
  await page.keyboard.press('Escape');
  await steps(page).blur();
  await page.keyboard.press('s');
  await expect(stands(page)).toContainText('Step 301 of 1,250, in epoch 3 of 10.');
  await expect(digest(page)).not.toHaveText(at300);
  await button(page, 'Back one epoch').click();
  await expect(stands(page)).toContainText('Step 250 of 1,250, epoch 2 of 10 just ended.');
  await goTo(page, 300);
  await expect(digest(page)).toHaveText(at300);
  expect(await shown(page, 'ca-suspect')).toBe(accuracy);
  await steps(page).blur();
  await page.keyboard.press('r');
  await expect(stands(page)).toContainText('Before the first step');
  expect(await shown(page, 'ca-suspect')).toBeLessThan(30);
  await button(page, 'To the end').click();
  await settled(page);
  await expect(page.getByText('the run ended in the same bits')).toBeVisible();
  await expect(digest(page)).toHaveText(end);
  expect(await shown(page, 'money-lost')).toBe(lost);
});

test('the learning rate changed on the way is an experiment of its own, in the link, and undone in one step', async ({
  page,
  context,
}) => {
  await openDesk(page);
  const usual = await digest(page).innerText();
  await enter(page);
  await goTo(page, 500);
  const at500 = await digest(page).innerText();
  const rate = page.getByRole('textbox', { name: 'Learning rate from here on, as a number' });
  await type(rate, 1.5);
  await button(page, 'Change it from step 500 on').click();
  await expect(digest(page)).toHaveText(at500);
  await expect(page.getByText('0.1 at first, and 1.5 after 4 epochs')).toBeVisible();
  await button(page, 'To the end').click();
  await settled(page);
  const changed = await digest(page).innerText();
  expect(changed).not.toBe(usual);
  const other = await context.newPage();
  await other.goto(page.url());
  await settled(other);
  await expect(other.locator('dd code').first()).toHaveText(changed);
  await other.close();
  await page.getByRole('button', { name: 'Undo' }).click();
  await settled(page);
  await expect(digest(page)).toHaveText(usual);
});

test('the trigger works on a half-trained model, and leaving the room ends the run', async ({ page }) => {
  await openDesk(page);
  await poison(page, 80);
  const end = await digest(page).innerText();
  await enter(page);
  await goTo(page, 700);
  const mark = page.getByText('the mark');
  await expect(mark).toBeVisible();
  await steps(page).blur();
  await page.keyboard.press('t');
  await expect(mark).toBeHidden();
  await expect(stands(page)).toContainText('Step 700 of 1,250');
  await page.getByRole('button', { name: 'Bench', exact: true }).click();
  await settled(page);
  await expect(digest(page)).toHaveText(end);
  await enter(page);
  await expect(stands(page)).toContainText('The run is over: 1,250 steps');
  await goTo(page, 3);
});

test('another seed starts from other weights', async ({ page }) => {
  await openDesk(page, '#/checks//training');
  await button(page, 'To the start (R)').click();
  await expect(stands(page)).toContainText('Before the first step');
  const first = await digest(page).innerText();
  await button(page, 'New seed').click();
  await expect(digest(page)).not.toHaveText(first);
  await expect(stands(page)).toContainText('Before the first step');
});

test('the forecast is trained step by step, too', async ({ page }) => {
  await openDesk(page, '#/trucks//training');
  const end = await shown(page, 'rmse-suspect');
  await goTo(page, 4);
  expect(await shown(page, 'rmse-suspect')).toBeGreaterThan(end + 1);
  await button(page, 'To the end').click();
  await settled(page);
  await expect(page.getByText('the run ended in the same bits')).toBeVisible();
  expect(await shown(page, 'rmse-suspect')).toBe(end);
});
