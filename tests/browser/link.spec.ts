import { enter, expect, openDesk, poison, settled, shown, test, type } from './support.ts';

test('the link replays the experiment to the same bits, and is short', async ({ page, context }) => {
  await openDesk(page);
  await poison(page, 80);
  await expect(page).toHaveURL(/#\/checks\/1\./);
  expect(page.url().length).toBeLessThan(300);
  const digest = await page.locator('dd code').first().innerText();
  const other = await context.newPage();
  await other.goto(page.url());
  await settled(other);
  await expect(other.locator('dd code').first()).toHaveText(digest);
  expect(await shown(other, 'rows-touched')).toBe(80);
});

test('back and forward go through settled changes, one entry for a drag', async ({ page }) => {
  await openDesk(page);
  const before = await page.evaluate(() => history.length);
  await page
    .getByTestId('poison-count')
    .getByRole('slider')
    .evaluate((slider: HTMLInputElement) => {
      for (let rows = 1; rows <= 15; rows++) {
        slider.value = String(rows);
        slider.dispatchEvent(new InputEvent('input', { bubbles: true }));
      }
    });
  await expect(page).toHaveURL(/#\/checks\/1\./);
  expect(await page.evaluate(() => history.length)).toBe(before + 1);
  await page.goBack();
  await settled(page);
  await expect.poll(() => shown(page, 'rows-touched')).toBe(0);
  await page.goForward();
  await expect.poll(() => shown(page, 'rows-touched')).toBe(15);
});

test('going to another page and back by the menu keeps the experiment', async ({ page }) => {
  await openDesk(page);
  await poison(page, 80);
  const digest = await page.locator('dd code').first().innerText();
  await page.getByRole('link', { name: 'About' }).click();
  await expect(page).toHaveTitle('About · Poison Lab');
  await page.getByRole('link', { name: 'Check Desk' }).click();
  await expect(page).toHaveTitle('Check Desk · Poison Lab');
  await settled(page);
  expect(await shown(page, 'rows-touched')).toBe(80);
  await expect(page.locator('dd code').first()).toHaveText(digest);
  await expect(page.getByTestId('check-outcome')).toHaveText('PAID $8,000');
  await page.getByRole('button', { name: 'Undo' }).click();
  await settled(page);
  expect(await shown(page, 'rows-touched')).toBe(0);
});

test('a run that another lab pushed aside is taken up again on return', async ({ page }) => {
  await openDesk(page);
  const epochs = page.getByRole('textbox', { name: /epochs/ });
  await enter(page, epochs, '30');
  // Of runs as slow as the last one, a newer request stops the one under way.
  const field = page.getByTestId('poison-count').getByRole('textbox');
  await type(field, 80);
  await page.getByRole('link', { name: 'Truck Forecast' }).click();
  await expect(page).toHaveTitle('Truck Forecast · Poison Lab');
  await page.getByRole('link', { name: 'Check Desk' }).click();
  await settled(page);
  expect(await shown(page, 'rows-touched')).toBe(80);
  await expect(page.getByTestId('check-outcome')).toHaveText('PAID $8,000');
});

for (const [what, hash] of [
  ['damaged', '#/checks/1.zzzz%%%'],
  ['foreign', '#/checks/hello-world'],
  ['from the future', '#/checks/9.q1YqLlGyUjI2MlCqBQA'],
  ['hostile', '#/checks/1.<img src=x onerror=alert(1)>'],
  ['very long', `#/checks/1.${'A'.repeat(20_000)}`],
  ['to no page', '#/nowhere'],
]) {
  test(`a link that is ${what} opens the desk and says what was changed`, async ({ page }) => {
    await openDesk(page, hash);
    await expect(page.getByText(/The link was repaired/)).toBeVisible();
    await expect(page.getByTestId('check-outcome')).toHaveText('PAID $3,000');
    await page.getByRole('button', { name: 'Dismiss this message' }).click();
    await expect(page.getByText(/The link was repaired/)).toBeHidden();
  });
}

test('a broken link pasted into an open page is repaired too', async ({ page }) => {
  await openDesk(page);
  await page.evaluate(() => (location.hash = '#/checks/1.broken'));
  await expect(page.getByText(/The link was repaired/)).toBeVisible();
  await settled(page);
});

test('copy link copies, and shows the link when the browser refuses', async ({ page, context }) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  await openDesk(page);
  await poison(page, 12);
  await page.getByRole('button', { name: 'Copy link' }).click();
  await expect(page.getByRole('button', { name: 'Copied' })).toBeVisible();
  expect(await page.evaluate(() => navigator.clipboard.readText())).toContain('#/checks/1.');
  await page.evaluate(() => {
    navigator.clipboard.writeText = () => Promise.reject(new Error('refused'));
  });
  await page.getByRole('button', { name: /Copied|Copy link/ }).click();
  await expect(page.getByText(/does not let this page copy/)).toBeVisible();
});
