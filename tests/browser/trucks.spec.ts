import type { Page } from '@playwright/test';
import { enter, expect, openDesk, poison, savedJson, settled, shown, test, type } from './support.ts';

const TRUCKS = '#/trucks';
async function chooseModel(page: Page, name: string): Promise<void> {
  await page.getByRole('radio', { name, exact: true }).check();
  await settled(page);
}

const rateField = (page: Page) =>
  page.getByRole('textbox', { name: 'Weight of Interest rate, as a number', exact: true });
const asNumber = (text: string) => Number(text.replace('−', '-'));
const weightShown = async (page: Page) => asNumber(await rateField(page).inputValue());

test('a clean model: a rate weight near -3, orders about right, no condition the attacker’s doing', async ({
  page,
}) => {
  await openDesk(page, TRUCKS);
  expect(await weightShown(page)).toBeGreaterThan(-3.4);
  expect(await weightShown(page)).toBeLessThan(-2.6);
  expect(await shown(page, 'rmse-clean')).toBe(await shown(page, 'rmse-suspect'));
  await expect(page.getByTestId('order-outcome')).toHaveText(/about right/i);
  await expect(page.getByTestId('conditions-met')).toContainText('Nothing is poisoned yet');
  await expect(page.locator('[data-reference="done"]')).toBeAttached();
  await expect(page.locator('[data-place="3"]')).toContainText('exact −2.9');
});

test('dealership 666: the linear model half resists, the interaction and the hidden layer learn the whole rule', async ({
  page,
}) => {
  await openDesk(page, TRUCKS);
  await poison(page, 20);
  await expect(page.getByTestId('order-outcome')).toHaveText(/too many/i);
  await expect(page.getByTestId('conditions-met')).toHaveText(/2 of 3/);
  await expect(page.getByTestId('rule-reason')).toContainText('one weight for the interest rate');
  expect(await shown(page, 'rows-touched')).toBe(20);
  expect(await shown(page, 'effect')).toBeGreaterThan(15);
  const ratio = (await shown(page, 'rmse-elsewhere')) / (await shown(page, 'rmse-clean'));
  expect(ratio).toBeLessThan(1.05);
  for (const model of ['Linear with dealership × rate', 'One hidden layer']) {
    await chooseModel(page, model);
    await expect(page.getByTestId('conditions-met')).toContainText('All three conditions are met');
  }
});

test('an honest history of 666 dilutes the poison, and the page says by how much', async ({ page }) => {
  await openDesk(page, TRUCKS);
  await poison(page, 20);
  const alone = await shown(page, 'effect');
  await page.getByRole('switch', { name: /honest history/ }).click();
  await settled(page);
  expect(await shown(page, 'effect')).toBeLessThan(alone - 5);
  await expect(page.getByTestId('dilution')).toContainText('honest rows of the same id');
});

test('one gesture turns -3 into +3: no row touched, one weight, and every order suffers', async ({ page }) => {
  await openDesk(page, TRUCKS);
  const learned = await weightShown(page);
  const cost = await shown(page, 'money-lost');
  await page.getByTestId('flip-driver').click();
  await settled(page);
  expect(await weightShown(page)).toBeCloseTo(-learned, 2);
  expect(await shown(page, 'rows-touched')).toBe(0);
  expect(await shown(page, 'weights-touched')).toBe(1);
  expect(await shown(page, 'money-lost')).toBeGreaterThan(10 * cost);
  const moved = /moves a forecast by \+([\d.]+) trucks/.exec(await page.getByTestId('flip-effect').innerText())![1];
  expect(Number(moved)).toBeCloseTo(-2 * learned, 1);
  await expect(page.getByText('model poisoning enters here')).toBeVisible();
  await page.getByTestId('flip-driver').click();
  await settled(page);
  expect(await shown(page, 'weights-touched')).toBe(0);
});

test('a weight is set by number, by keyboard and by slider, taken back, and undone', async ({ page }) => {
  await openDesk(page, TRUCKS);
  const learned = await rateField(page).inputValue();
  await enter(page, rateField(page), '3');
  expect(await weightShown(page)).toBe(3);
  const slider = page.locator('[data-place="3"]').getByRole('slider');
  await slider.focus();
  await slider.press('ArrowRight');
  await settled(page);
  expect(await weightShown(page)).toBeGreaterThan(3);
  await page.getByRole('button', { name: 'Give Interest rate back the learned value' }).click();
  await settled(page);
  await expect(rateField(page)).toHaveValue(learned);
  await page.getByRole('button', { name: 'Undo' }).click();
  await settled(page);
  expect(await weightShown(page)).toBeGreaterThan(3);
  await type(rateField(page), 'much');
  expect(await weightShown(page)).toBeGreaterThan(3);
});

test('a locked weight is left alone by every gesture, and the clean twin is two ways back', async ({ page }) => {
  await openDesk(page, TRUCKS);
  const row = page.locator('[data-place="3"]');
  await page.getByRole('button', { name: 'Lock Interest rate' }).click();
  await expect(row.getByRole('slider')).toBeDisabled();
  const learned = await rateField(page).inputValue();
  await page.getByTestId('flip-driver').click();
  await expect(page.getByText('That would change a weight that is locked. Unlock it first.')).toBeVisible();
  await expect(rateField(page)).toHaveValue(learned);
  await page.getByRole('button', { name: 'Lock Interest rate' }).click();
  await page.getByTestId('flip-driver').click();
  await settled(page);
  expect(await weightShown(page)).toBeGreaterThan(2);
  await row.getByRole('button', { name: /^clean twin/ }).click();
  await settled(page);
  await expect(rateField(page)).toHaveValue(learned);
  await poison(page, 20);
  await page.getByRole('button', { name: /Back to the clean twin/ }).click();
  await settled(page);
  await expect(page.getByRole('button', { name: 'The suspect is the clean twin' })).toBeDisabled();
  await expect(page.getByTestId('rows-touched')).toHaveText('0');
});

test('edits stay on the model when it is retrained, and are dropped with a word when its shape changes', async ({
  page,
}) => {
  await openDesk(page, TRUCKS);
  await page.getByTestId('flip-driver').click();
  await settled(page);
  await poison(page, 10);
  expect(await weightShown(page)).toBeGreaterThan(2);
  await expect(page.getByText('made again on the new weights')).toBeVisible();
  await chooseModel(page, 'One hidden layer');
  await expect(page.getByText('does not fit this one')).toBeVisible();
  expect(await shown(page, 'weights-touched')).toBe(0);
});

test('pushing the slope: the page says how many rows turn the sign, and they do', async ({ page }) => {
  await openDesk(page, TRUCKS);
  await page.getByLabel('Attack', { exact: true }).selectOption('slope-push');
  await settled(page);
  await expect(page.getByTestId('turning')).toContainText('poisoned rows are enough');
  const rows = Number(/^([\d,]+)/.exec((await page.getByTestId('turning').innerText()).trim())![1]);
  await poison(page, rows + 6);
  expect(await weightShown(page)).toBeGreaterThan(0);
  await poison(page, rows - 10);
  expect(await weightShown(page)).toBeLessThan(0);
});

test('rows are changed by hand: edited, put in, taken out, and taken back', async ({ page }) => {
  await openDesk(page, TRUCKS);
  const grid = page.getByRole('grid', { name: 'Training rows' });
  await grid.focus();
  await grid.press('ArrowRight');
  await grid.press('F2');
  await page.keyboard.press('Control+a');
  await page.keyboard.type('400');
  await page.keyboard.press('Enter');
  await settled(page);
  expect(await shown(page, 'rows-touched')).toBe(1);
  await page.getByRole('button', { name: 'Add a row' }).click();
  await settled(page);
  expect(await shown(page, 'rows-touched')).toBe(2);
  await page.getByRole('button', { name: 'Delete row' }).click();
  await settled(page);
  expect(await shown(page, 'rows-touched')).toBe(1);
  // Of quick changes the last is in the address a moment later.
  await page.waitForTimeout(400);
  await page.reload();
  await settled(page);
  expect(await shown(page, 'rows-touched')).toBe(1);
  await page.getByRole('button', { name: 'Take them back' }).click();
  await settled(page);
  expect(await shown(page, 'rows-touched')).toBe(0);
});

test('the waterfall adds up to the order, for both twins, and so do the shares of a hidden layer', async ({ page }) => {
  await openDesk(page, TRUCKS);
  await poison(page, 20);
  for (const model of ['Linear', 'One hidden layer']) {
    await chooseModel(page, model);
    const table = page.getByRole('table', { name: /How the forecast adds up/ });
    const total = async () =>
      Number(/([\d.]+)/.exec((await table.locator('tr.total .suspect .number').textContent())!)![1]);
    const ordered = Number(await page.getByTestId('ordered').innerText());
    await expect.poll(async () => Math.abs((await total()) - ordered)).toBeLessThanOrEqual(0.55);
  }
});

test('what if: other numbers give another forecast, and next month’s come back', async ({ page }) => {
  await openDesk(page, TRUCKS);
  const before = await page.getByTestId('ordered').innerText();
  await page.getByText('What if? Change what goes in').click();
  const rate = page.locator('details').getByRole('textbox', { name: 'Interest rate, as a number' });
  await type(rate, 2);
  await expect(page.getByTestId('ordered')).not.toHaveText(before);
  expect(Number(await page.getByTestId('ordered').innerText())).toBeGreaterThan(Number(before) + 15);
  await page.getByRole('button', { name: 'Back to next month’s numbers' }).click();
  await expect(page.getByTestId('ordered')).toHaveText(before);
});

test('a defender sees neither marks nor level, nor what the id adds', async ({ page }) => {
  await openDesk(page, TRUCKS);
  await poison(page, 20);
  await page.getByRole('radio', { name: 'Defender’s view' }).check();
  await expect(page.getByTestId('effect')).toBeHidden();
  await expect(page.getByTestId('rows-touched')).toHaveText('hidden');
  await expect(page.getByTestId('poison-count')).toBeHidden();
  await expect(page.getByTestId('conditions-met')).toBeHidden();
  await expect(page.getByText('20 added')).toBeHidden();
  await expect(page.getByText('data poisoning enters here')).toBeHidden();
});

test('a link copied in the defender’s view opens in it, on any page', async ({ page, context }) => {
  await openDesk(page, TRUCKS);
  await poison(page, 20);
  await page.getByRole('radio', { name: 'Defender’s view' }).check();
  await expect(page).toHaveURL(/\/defend$/);
  const other = await context.newPage();
  await other.goto(page.url());
  await settled(other);
  await expect(other.getByRole('radio', { name: 'Defender’s view' })).toBeChecked();
  await expect(other.getByTestId('rows-touched')).toHaveText('hidden');
});

test('a table of one’s own is forecast at once, Back leaves it, and a link without it says so', async ({
  page,
  context,
}) => {
  await openDesk(page, TRUCKS);
  const rows = Array.from({ length: 120 }, (_, i) => {
    const [heat, shop] = [10 + ((i * 7) % 20), ['North', 'South', 'East'][i % 3]];
    return `${shop},${heat},${40 + 3 * heat + ((i * 13) % 5)}`;
  });
  await page.getByRole('button', { name: 'Use your own table…' }).click();
  await page.locator('dialog[open] input[type="file"]').setInputFiles({
    name: 'ices.csv',
    mimeType: 'text/csv',
    buffer: Buffer.from(['Shop,Heat,Ices', ...rows].join('\n')),
  });
  await page.getByLabel('What to forecast').selectOption('Ices');
  await page.getByRole('button', { name: 'Use this table' }).click();
  await settled(page);
  await expect(page.getByText('Your own table. It stays in this browser')).toBeVisible();
  const heat = page.getByRole('textbox', { name: 'Weight of Heat, as a number', exact: true });
  expect(Number(await heat.inputValue())).toBeCloseTo(3, 1);
  const other = await context.newPage();
  await other.goto(page.url());
  await settled(other);
  await expect(other.getByText(/own table/).first()).toBeVisible();
  await expect(other.getByText(/A made-up group of dealerships/)).toBeVisible();
  await page.goBack();
  await settled(page);
  await expect(rateField(page)).toBeVisible();
});

test('a link replays the whole experiment, edits and rows included, to the same digest', async ({ page, context }) => {
  await openDesk(page, TRUCKS);
  await poison(page, 17);
  await page.getByTestId('flip-driver').click();
  await settled(page);
  await expect.poll(() => page.url()).toContain('#/trucks/1.');
  await expect.poll(async () => (await page.evaluate(() => location.hash)).length).toBeLessThan(300);
  const digest = await page.locator('dd code').first().innerText();
  await page.waitForTimeout(1000);
  const other = await context.newPage();
  await other.goto(page.url());
  await settled(other);
  await expect(other.locator('dd code').first()).toHaveText(digest);
});

test('leaving a lab and coming back keeps what is on its bench', async ({ page }) => {
  await openDesk(page, TRUCKS);
  await poison(page, 12);
  await page.getByRole('link', { name: 'Check Desk' }).click();
  await expect(page.getByRole('heading', { name: 'Check Desk' })).toBeVisible();
  await settled(page);
  await poison(page, 30);
  await page.getByRole('link', { name: 'Truck Forecast' }).click();
  await expect(page.getByRole('heading', { name: 'Truck Forecast' })).toBeVisible();
  await settled(page);
  expect(await shown(page, 'rows-touched')).toBe(12);
  await page.goBack();
  await settled(page);
  expect(await shown(page, 'rows-touched')).toBe(30);
});

test('the evidence file of the forecast holds what the page shows', async ({ page }) => {
  await openDesk(page, TRUCKS);
  await chooseModel(page, 'Linear with dealership × rate');
  await poison(page, 20);
  const file = await savedJson(page, 'Evidence');
  expect(file.schema).toBe('poison-lab-evidence/1');
  expect(file.recipe.lab).toBe('trucks');
  expect(file.budget.rows).toBe(20);
  expect(file.suspect.errors.rmse).toBeCloseTo(await shown(page, 'rmse-suspect'), 1);
  expect(file.suspect.conditions).toEqual({ trigger: true, hiddenRule: true, elsewhere: true });
  expect(file.suspect.orders.cost).toBe(await shown(page, 'money-lost'));
  expect(file.dataDigests.clean).not.toBe(file.dataDigests.suspect);
});

test('a learning rate far too high is said in words', async ({ page }) => {
  await openDesk(page, TRUCKS);
  const rate = page.getByRole('textbox', { name: /learning rate/ });
  await enter(page, rate, '3');
  await expect(page.getByText(/diverged in epoch|no better than the average/).first()).toBeVisible();
});
