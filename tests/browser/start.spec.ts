import { expect, openDesk, poison, settled, shown, test } from './support.ts';

test('one slider pays $8,000 for $3,000, and the desk goes on from there', async ({ page }) => {
  await openDesk(page, '');
  await expect(page).toHaveTitle('Poison Lab');
  const paid = page.getByTestId('paid');
  await expect(paid).toHaveText('$3,000');
  const before = await shown(page, 'ca-suspect');

  await poison(page, 80);
  await expect(paid).toHaveText('$8,000');
  await expect(page.getByTestId('check-outcome')).toHaveText('PAID $8,000');
  expect(before - (await shown(page, 'ca-suspect'))).toBeLessThan(1);

  await page.getByRole('slider').press('Home');
  await settled(page);
  await expect(paid).toHaveText('$3,000');
  await poison(page, 80);

  await page.getByRole('link', { name: 'Check Desk' }).last().click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Check Desk');
  await settled(page);
  await expect(page.getByTestId('check-outcome')).toHaveText('PAID $8,000');
  await page.goBack();
  await expect(paid).toHaveText('$8,000');
});

test('the demonstration leaves work of the learner’s own alone', async ({ page }) => {
  await openDesk(page);
  await page.getByLabel('Attack', { exact: true }).selectOption('label-flip');
  await settled(page);
  const address = page.url();
  await page.getByRole('link', { name: 'Poison Lab' }).click();
  await expect(page.getByText('Your Check Desk holds work of yours')).toBeVisible();
  await expect(page.getByTestId('poison-count')).toHaveCount(0);
  await page.getByRole('link', { name: 'Go on with it' }).click();
  await expect(page).toHaveURL(address);

  await page.getByRole('link', { name: 'Poison Lab' }).click();
  await page.getByRole('button', { name: 'start over here' }).click();
  await settled(page);
  await poison(page, 80);
  await expect(page.getByTestId('paid')).toHaveText('$8,000');
});
