import type { Page } from '@playwright/test';
import { overflow } from './pages/looks.ts';
import { expect, openDesk, poison, settled, test } from './support.ts';

const PAPERS = ['A4', 'Letter'] as const;

const banner = (page: Page) => page.getByRole('region', { name: 'Assignment' });
const bar = (page: Page) => page.getByRole('navigation', { name: 'Projector' });
const lessonTitle = (page: Page) => page.getByRole('region', { name: 'Lesson' }).getByRole('heading', { level: 2 });
const station = (page: Page, name: string) => page.locator(`.stations > .${name}`);

/** Ids of all lessons, as their list has them. */
async function lessonIds(page: Page): Promise<string[]> {
  await page.goto('/#/lessons');
  const handouts = page.getByRole('link', { name: /^Handout of/ });
  await expect(handouts.first()).toBeVisible();
  const hrefs = await handouts.evaluateAll((links) => links.map((link) => link.getAttribute('href')!));
  return hrefs.map((href) => href.split('/').at(-1)!);
}

async function pagesOf(page: Page, format: (typeof PAPERS)[number]): Promise<number> {
  const pdf = (await page.pdf({ format })).toString('latin1');
  return pdf.match(/\/Type\s*\/Page\b/g)?.length ?? 0;
}

async function expectNoOverflow(page: Page, where: string): Promise<void> {
  await expect.poll(() => overflow(page), where).toBeLessThanOrEqual(0);
}

test('an assignment made from the list of lessons is what a learner gets', async ({ page }) => {
  await openDesk(page);
  await page.goto('/#/lessons');
  await page.getByRole('button', { name: 'Assign “The check that paid too much”' }).click();
  const dialog = page.getByRole('dialog', { name: 'Make an assignment' });
  await expect(dialog).toContainText('Nothing is set: the link opens lesson 1 at step 1');
  await dialog.getByLabel('Begins at').selectOption({ label: 'Step 6: Poison the data' });
  await expect(dialog).toContainText('Nothing is set: the link opens lesson 1 at step 6');
  await dialog.getByRole('group', { name: 'Model' }).getByRole('radio', { name: 'Hidden' }).check();
  await expect(dialog).toContainText('Model is used in step 11.');
  await dialog.getByRole('group', { name: 'Decisions' }).getByRole('radio', { name: 'Locked' }).check();
  await expect(dialog).toContainText('Decisions is used in step 6, 9, 11');
  await dialog.getByRole('group', { name: 'Decisions' }).getByRole('radio', { name: 'In use' }).check();
  await dialog.getByRole('switch', { name: 'Hints can be asked for' }).click();
  await expect(dialog).toContainText('“Set by your facilitator: Model is hidden, no hints.”');
  const address = await dialog.getByTestId('assignment-link').innerText();

  await page.goto(address);
  await settled(page);
  await expect(banner(page)).toContainText('Set by your facilitator: Model is hidden, no hints.');
  await expect(lessonTitle(page)).toHaveText('Poison the data');
  await expect(page.getByRole('button', { name: /hint/ })).toHaveCount(0);
  await expect(station(page, 'model')).toBeHidden();
  await expect(station(page, 'training'), 'the lesson’s own rest still holds').toHaveAttribute('inert');
  await expect(station(page, 'data')).not.toHaveAttribute('inert');
  await poison(page, 30);
  await expect(page.getByTestId('lesson-status')).toContainText('Step done.');
  await page.reload();
  await settled(page);
  await expect(banner(page), 'a reload keeps it').toContainText('Model is hidden');

  await banner(page).getByRole('button', { name: 'Work freely' }).click();
  await expect(banner(page)).toHaveCount(0);
  await expect(station(page, 'model')).toBeVisible();
  await expect(station(page, 'training')).toHaveAttribute('inert');
  await expect(page).not.toHaveURL(/set-/);
});

test('a bench is assigned as it is, locked and in one view', async ({ page }) => {
  await openDesk(page);
  await poison(page, 80);
  await page.getByRole('button', { name: 'For facilitators' }).click();
  const dialog = page.getByRole('dialog', { name: 'For facilitators' });
  await expect(dialog).toContainText('5 of the challenges are sealed cases');
  await expect(dialog.getByRole('switch', { name: /Hints/ }), 'there are none on a bench').toHaveCount(0);
  await dialog.getByRole('group', { name: 'Data' }).getByRole('radio', { name: 'Locked' }).check();
  await dialog.getByRole('group', { name: 'View' }).getByRole('radio', { name: 'Defender’s' }).check();
  const address = await dialog.getByTestId('assignment-link').innerText();
  await page.keyboard.press('Escape');

  await page.goto(address);
  await settled(page);
  await expect(banner(page)).toContainText('Data is locked, the defender’s view.');
  await expect(station(page, 'data')).toHaveAttribute('inert');
  await expect(page.getByRole('radio', { name: 'Defender’s view' })).toBeChecked();
  await page.keyboard.press('v');
  await expect(page.getByTestId('rows-touched')).toHaveText('hidden');
  await page.getByRole('link', { name: 'Truck Forecast' }).click();
  await settled(page);
  await expect(banner(page), 'another bench was not assigned').toHaveCount(0);
  await page.goBack();
  await settled(page);
  await banner(page).getByRole('button', { name: 'Work freely' }).click();
  await page.getByRole('radio', { name: 'Attacker’s view' }).check();
  await expect(page.getByTestId('rows-touched')).toHaveText('80');
});

test('an assignment that cannot be read sets nothing, and says so', async ({ page }) => {
  await openDesk(page, '#/checks//set-lock.everything');
  await expect(banner(page)).toContainText('It could not be read, so nothing is set.');
  await banner(page).getByRole('button', { name: 'Dismiss' }).click();
  await expect(page).not.toHaveURL(/set-/);
});

test('stations that are hidden leave the page whole at every width', async ({ page }) => {
  for (const lab of ['checks', 'trucks']) {
    await openDesk(page, `#/${lab}//set-lock.check-hide.data.training`);
    await expect(station(page, 'data')).toBeHidden();
    for (const width of [390, 800, 1000, 1440]) {
      await page.setViewportSize({ width, height: 900 });
      await expectNoOverflow(page, `${lab} at ${width} px`);
    }
  }
});

test('a presenter goes through the stations and rooms by keys, and leaves', async ({ page }) => {
  await page.setViewportSize({ width: 1280, height: 720 });
  await openDesk(page);
  const ordinary = await page.evaluate(() => parseFloat(getComputedStyle(document.documentElement).fontSize));
  await page.keyboard.press('p');
  await expect(bar(page).getByRole('status')).toHaveText('1 of 8: Decisions');
  const large = await page.evaluate(() => parseFloat(getComputedStyle(document.documentElement).fontSize));
  expect(large / ordinary).toBeGreaterThanOrEqual(1.5);
  await expect(station(page, 'hero')).toBeVisible();
  await expect(station(page, 'data')).toBeHidden();
  await page.keyboard.press('PageDown');
  await expect(station(page, 'data')).toBeVisible();
  await expect(station(page, 'hero')).toBeHidden();
  await expect(page.getByTestId('ca-suspect'), 'the strip stays').toBeInViewport();

  const slider = page.getByTestId('poison-count').getByRole('slider');
  await slider.focus();
  await page.keyboard.press('ArrowRight');
  await expect(station(page, 'data'), 'arrows belong to the slider that has the focus').toBeVisible();
  await expect(page.getByTestId('rows-touched')).not.toHaveText('0');
  await page.keyboard.press('PageDown');
  await expect(station(page, 'training'), 'a clicker does not').toBeVisible();
  await page.keyboard.press('ArrowLeft');
  await expect(station(page, 'data')).toBeVisible();

  for (let press = 0; press < 6; press++) await page.keyboard.press('PageDown');
  await expect(page.getByRole('heading', { name: 'Can you catch it?' })).toBeVisible();
  await expect(bar(page).getByRole('button', { name: 'Next' })).toBeDisabled();
  await bar(page).getByRole('button', { name: 'Model' }).click();
  await expect(station(page, 'model')).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(bar(page)).toHaveCount(0);
  await expect(station(page, 'data')).toBeVisible();
});

test('a presenter begins at a station that the assignment shows, each under its own name', async ({ page }) => {
  await openDesk(page, '#/checks//set-hide.check.data');
  await page.keyboard.press('p');
  await expect(bar(page).getByRole('status')).toHaveText('1 of 6: Training');
  await expect(station(page, 'training')).toBeVisible();
  await expect(station(page, 'training').locator('.number[aria-hidden]')).toBeHidden();
  await bar(page).getByRole('button', { name: 'Consequences' }).click();
  await expect(page.getByRole('heading', { name: 'Consequences' })).toBeVisible();
});

test('a link past the end of a lesson is its end, and the presenter can go back from there', async ({ page }) => {
  await openDesk(page, '#/checks//lesson-paid-too-much-99');
  await page.keyboard.press('p');
  await expect(bar(page).getByRole('status')).toHaveText('Step 15 of 15');
  await page.keyboard.press('PageUp');
  await expect(page).toHaveURL(/lesson-paid-too-much-15/);
});

test('a lesson’s steps go along with the presenter', async ({ page }) => {
  await openDesk(page, '#/checks//lesson-paid-too-much-5');
  await expect(lessonTitle(page)).toHaveText('And of the accuracy?');
  await page.getByRole('button', { name: 'For facilitators' }).click();
  await page.getByRole('button', { name: /^Start projector mode/ }).click();
  await expect(bar(page).getByRole('status')).toHaveText('Step 5 of 15');
  await page.keyboard.press('PageDown');
  await expect(lessonTitle(page)).toHaveText('Poison the data');
  await expect(station(page, 'data')).toBeVisible();
  await expect(station(page, 'hero')).toBeHidden();
  await page.keyboard.press('PageDown');
  await expect(lessonTitle(page)).toHaveText('Nobody was asked');
  await expect(station(page, 'hero')).toBeVisible();
  await page.keyboard.press('PageUp');
  await expect(lessonTitle(page)).toHaveText('Poison the data');
  await expect(station(page, 'data')).toBeVisible();
});

for (const hash of ['#/checks', '#/trucks', '#/checks//lesson-paid-too-much-6'])
  test(`projected, the page fits its width: ${hash}`, async ({ page }) => {
    await openDesk(page, hash);
    await page.keyboard.press('p');
    for (const width of [390, 1280, 1920]) {
      await page.setViewportSize({ width, height: width === 1280 ? 720 : 1080 });
      for (const stop of ['Decisions', 'Data', 'Training', 'Model', 'Consequences', 'Compare runs']) {
        await bar(page).getByRole('button', { name: stop, exact: true }).click();
        await expectNoOverflow(page, `${stop} at ${width} px`);
      }
    }
  });

test('every lesson’s handout is one page, on A4 and on Letter, whatever the theme', async ({ page }) => {
  for (const id of await lessonIds(page)) {
    for (const { width, colorScheme } of [
      { width: 1440, colorScheme: 'light' },
      { width: 390, colorScheme: 'dark' },
    ] as const) {
      await page.emulateMedia({ colorScheme });
      await page.setViewportSize({ width, height: 900 });
      await page.goto(`/#/handout/${id}`);
      await expect(page.getByRole('article')).toContainText(`lesson-${id}-1`);
      await page.evaluate(() => document.fonts.ready);
      for (const paper of PAPERS) expect(await pagesOf(page, paper), `${id} on ${paper}`).toBe(1);
    }
    await page.getByRole('switch', { name: 'With answers' }).click();
    await expect(page.getByRole('article')).toContainText('With answers, for facilitators');
    for (const paper of PAPERS) expect(await pagesOf(page, paper), `${id} with answers on ${paper}`).toBe(1);
    await page.emulateMedia({ media: 'print' });
    const inks = await page.locator('article').evaluate((article) => {
      const { color } = getComputedStyle(article);
      return { color, paper: getComputedStyle(document.documentElement).backgroundColor };
    });
    expect(inks, 'black on white').toEqual({ color: 'rgb(0, 0, 0)', paper: 'rgb(255, 255, 255)' });
    await expect(page.locator('header').first()).toBeHidden();
    await page.emulateMedia({ media: null });
  }
});

test('a handout has what a class needs, and no answers', async ({ page }) => {
  await page.goto('/#/lessons');
  await page.getByRole('link', { name: 'Handout of “The check that paid too much”' }).click();
  const sheet = page.getByRole('article');
  await expect(sheet.getByRole('heading', { level: 1 })).toHaveText('The check that paid too much');
  await expect(page).toHaveTitle('Handout · Poison Lab');
  await expect(sheet).toContainText('Step 6. Poison the data');
  await expect(sheet).toContainText('It is paid as written. So few rows drown in 8,000.');
  await expect(sheet).toContainText('It reads digits like those of the test well. Of marked ones you know nothing.');
  await expect(sheet).not.toContainText('A test says something about what is in the test');
  const steps = (await sheet.getByRole('heading', { level: 3 }).allInnerTexts()).map((text) => parseInt(text.slice(5)));
  expect(steps, 'in the order in which they are taken').toEqual(steps.toSorted((a, b) => a - b));
  await page.getByRole('switch', { name: 'With answers' }).click();
  await expect(sheet).toContainText('A test says something about what is in the test');
  await expect(sheet, 'of what is right alone').not.toContainText('Yours had one, and its accuracy');
  await expect(sheet).toContainText('Backdoor:');
  await expect(sheet).toContainText('/#/checks//lesson-paid-too-much-1');
  await page.goto('/#/handout/nothing-of-the-kind');
  await expect(page.getByText('There is no handout of such a lesson here.')).toBeVisible();
});

test('the result sheet has recipe, evidence, digests and link', async ({ page }) => {
  await openDesk(page);
  await poison(page, 80);
  const asr = await page.getByTestId('asr-source').innerText();
  await page.getByRole('link', { name: 'Result sheet' }).click();
  const sheet = page.getByRole('article');
  await expect(sheet).toContainText('Poison: 80 stamped 3s read as 8.');
  await expect(sheet.getByRole('row', { name: /Poisoned rows/ })).toContainText('80 rows0 rows');
  await expect(sheet.getByRole('row', { name: /^Seed|Seed/ })).toContainText('1');
  await expect(sheet.getByRole('row', { name: /Attack success rate/ })).toContainText(asr);
  await expect(sheet.locator('code')).toHaveCount(4);
  await expect(sheet.locator('code').first()).toHaveText(/^[0-9a-f]{64}$/);
  for (const paper of PAPERS) expect(await pagesOf(page, paper)).toBe(1);

  const address = await sheet.locator('.address').innerText();
  await page.getByRole('link', { name: 'Back to the Check Desk' }).click();
  await settled(page);
  await expect(page.getByTestId('rows-touched')).toHaveText('80');
  expect(page.url()).toBe(address);
});

test('in the defender’s view the result sheet does not give the attack away', async ({ page }) => {
  await openDesk(page);
  await poison(page, 80);
  await page.getByRole('radio', { name: 'Defender’s view' }).check();
  await page.getByRole('link', { name: 'Result sheet' }).click();
  const sheet = page.getByRole('article');
  await expect(sheet).toContainText('what an attacker may have done is not told');
  await expect(sheet.getByRole('row', { name: /Attack success rate/ })).toContainText('hidden');
  await expect(sheet.getByRole('row', { name: /rows touched/ })).toContainText('hidden');
  await expect(sheet).not.toContainText(/80 rows|stamp|#\/checks/i);
  await expect(sheet.locator('code'), 'two digests side by side would tell').toHaveCount(1);
});

test('a result sheet of nothing says where results come from', async ({ page }) => {
  await page.goto('/#/sheet');
  await expect(page.getByRole('article')).toContainText('none was opened on this page yet');
  await page.getByRole('article').getByRole('link', { name: 'Truck Forecast' }).click();
  await settled(page);
  await page.getByRole('link', { name: 'Result sheet' }).click();
  await expect(page.getByRole('article')).toContainText('RMSE');
});
