import type { Page } from '@playwright/test';
import { SORT_ITEMS } from '#labs/parts/shelves/sort-items.ts';
import { binOf, BINS } from '#core/shelf.ts';
import { expect, openDesk, settled, test } from './support.ts';

async function openExercise(page: Page) {
  await openDesk(page);
  await page.getByRole('button', { name: 'Which is which?' }).click();
  await expect(page.getByTestId('sorting')).toBeVisible();
}

/** The number key of the bin an item belongs to, or of the next one. */
const keyOf = (place: number, right = true) => {
  const bin = BINS.indexOf(binOf(SORT_ITEMS[place]!.shelf));
  return String((right ? bin : (bin + 1) % BINS.length) + 1);
};

test('both shelves follow the model and its hyperparameters, in both labs', async ({ page }) => {
  await openDesk(page);
  await expect(page.getByTestId('chosen')).toHaveText('13 hyperparameters, all at their defaults.');
  await expect(page.getByTestId('learned')).toHaveText('25,450 parameters: 25,408 weights and 42 biases.');
  await page.getByRole('radio', { name: 'Linear: pixels straight to digits' }).check();
  await settled(page);
  await expect(page.getByTestId('chosen')).toContainText('11 hyperparameters, 1 off its default: architecture');
  await expect(page.getByTestId('learned')).toHaveText('7,850 parameters: 7,840 weights and 10 biases.');
  await page.getByText('by layer').click();
  await expect(page.getByTestId('shelves')).toContainText('784 × 10 = 7,840 weights and 10 biases');
  await expect(page.getByTestId('shelves')).toContainText(/Training moved [\d,]+ of the 7,850\./);
  await page.getByRole('link', { name: 'Truck Forecast' }).click();
  await settled(page);
  await expect(page.getByTestId('learned')).toHaveText('49 parameters: 48 weights and 1 bias.');
});

test('a term and a field say which shelf they stand on', async ({ page }) => {
  await openDesk(page);
  const term = (name: string) => page.getByRole('button', { name, exact: true });
  await term('bias').focus();
  await expect(page.getByRole('tooltip').filter({ visible: true })).toContainText('It learns this: a parameter.');
  await term('Clean accuracy').focus();
  const note = page.getByRole('tooltip').filter({ visible: true });
  await expect(note).toContainText('Measured: neither.');
  await expect(page.getByRole('slider', { name: /learning rate/ })).toHaveAccessibleDescription(/hyperparameter$/);
  await expect(page.getByRole('slider', { name: 'Seed' })).toHaveAccessibleDescription(/hyperparameter$/);
  await expect(page.getByRole('slider', { name: /confidence threshold/ })).toHaveAccessibleDescription(/desk setting$/);
  await expect(page.getByTestId('poison-count').getByRole('slider')).toHaveAccessibleDescription(/attacker’s setting$/);
});

test('everything can be sorted by keys alone; what went wrong comes again, and the page remembers', async ({
  page,
}) => {
  await openExercise(page);
  await page
    .getByTestId('sorting')
    .getByRole('button', { name: /You choose/ })
    .focus();
  for (const place of SORT_ITEMS.keys()) {
    await page.keyboard.press(keyOf(place, place !== 1));
    await expect(page.getByRole('status').filter({ hasText: place === 1 ? /^\s*No\./ : /^\s*Right\./ })).toBeVisible();
    await page.keyboard.press('Enter');
  }
  const total = SORT_ITEMS.length;
  await expect(page.getByText(`${total - 1} of ${total} right at the first go.`)).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(page.getByTestId('sorting')).toBeHidden();
  await page.getByRole('button', { name: 'Which is which?' }).click();
  await page.getByRole('button', { name: 'Sort this one again' }).click();
  await page.keyboard.press(keyOf(1));
  await page.keyboard.press('Enter');
  await expect(page.getByText('Everything is on its shelf.')).toBeVisible();
});

test('an item can be dragged to its shelf, and let go of in between', async ({ page }) => {
  await openExercise(page);
  const sorting = page.getByTestId('sorting');
  const card = (await sorting.getByText(SORT_ITEMS[0]!.name, { exact: true }).last().boundingBox())!;
  const bin = (await sorting.getByRole('button', { name: /You choose/ }).boundingBox())!;
  const dragTo = async (x: number, y: number) => {
    await page.mouse.move(card.x + 10, card.y + 10);
    await page.mouse.down();
    await page.mouse.move(x, y, { steps: 4 });
    await page.mouse.up();
  };
  await dragTo(card.x + 60, card.y - 40);
  await expect(sorting.getByRole('button', { name: 'Next' })).toBeHidden();
  await dragTo(bin.x + bin.width / 2, bin.y + bin.height / 2);
  await expect(sorting.getByRole('status')).toContainText('Right.');
  await expect(sorting.getByRole('region', { name: 'On the shelf: You choose' })).toContainText(SORT_ITEMS[0]!.name);
});
