import type { Page } from '@playwright/test';
import { readFileSync } from 'node:fs';
import { TEST_ITEMS } from '../../src/course/test-items.ts';
import { haveProgress, PROGRESS_KEY, taken } from './progress.ts';
import { expect, test } from './support.ts';

async function openQuiz(page: Page): Promise<void> {
  await page.goto('/#/quiz');
  await expect(page.getByRole('heading', { level: 1, name: 'Before and after' })).toBeVisible();
}

async function openLessons(page: Page): Promise<void> {
  await page.goto('/#/lessons');
  await expect(page.getByRole('heading', { name: 'Your progress' })).toBeVisible();
}

/** Answers from where the test stands: the first so many of its items right, the rest wrong. */
async function answer(page: Page, right: number, from = 0, to = TEST_ITEMS.length): Promise<void> {
  for (const [at, { question, options }] of [...TEST_ITEMS.entries()].slice(from, to)) {
    await expect(page.getByRole('heading', { level: 2 })).toHaveText(question);
    const { text } = options.find((option) => option.right === at < right)!;
    await page.getByRole('radio', { name: text, exact: true }).check();
    await page.getByRole('button', { name: 'Next', exact: true }).click();
  }
}

/** Puts both times of the test into the store. */
const haveTaken = (page: Page, before: number, after: number): Promise<void> =>
  haveProgress(page, { tests: { before: taken(before), after: taken(after) } });

const stored = (page: Page) => page.evaluate((key) => JSON.parse(localStorage.getItem(key) ?? 'null'), PROGRESS_KEY);

test('the test before, resumed after a reload, tells no answer; the one after tells all, and the gain', async ({
  page,
}) => {
  await openLessons(page);
  await page.getByRole('link', { name: 'ten questions' }).first().click();
  await expect(page).toHaveTitle('Before and after · Poison Lab');
  const [before, after] = [page.getByTestId('test-before'), page.getByTestId('test-after')];
  await expect(before).toHaveText('Not begun.');
  await page.getByRole('button', { name: 'Begin' }).first().click();
  await expect(page.getByRole('heading', { level: 2 })).toBeFocused();
  await answer(page, 4, 0, 3);

  await page.reload();
  await expect(before).toHaveText('3 of 10 answered.');
  await page.getByRole('button', { name: 'Go on' }).click();
  await page.getByRole('button', { name: 'Skip for now' }).click();
  await answer(page, 4, 4);
  await expect(page.getByRole('heading', { level: 2 })).toHaveText('Not all answered yet');
  await expect(page.getByRole('button', { name: 'Hand in' })).toBeDisabled();
  await page.getByRole('button', { name: 'Question 4' }).click();
  await answer(page, 4, 3, 4);
  for (let at = 4; at < TEST_ITEMS.length; at++) await page.getByRole('button', { name: 'Next', exact: true }).click();
  await page.getByRole('button', { name: 'Hand in' }).click();
  await expect(before).toHaveText('Handed in.');
  const told = await page.getByRole('main').innerText();
  for (const { options } of TEST_ITEMS)
    for (const { why, text } of options) for (const words of [why, text]) expect(told).not.toContain(words);
  expect(told).not.toMatch(/\d+ of 10/);

  await page.getByRole('button', { name: 'Begin' }).click();
  await answer(page, 7);
  await page.getByRole('button', { name: 'Hand in' }).click();
  await expect(after).toHaveText('Handed in.');
  await expect(page.getByTestId('test-result')).toHaveText(
    /Right before\s*4 of 10\s*Right after\s*7 of 10\s*Normalised gain\s*50 %/,
  );
  const items = page.locator('section ol > li');
  await expect(items).toHaveCount(10);
  await expect(items.nth(0)).toContainText('Before, you gave the same answer.');
  await expect(items.nth(4)).toContainText('Your answer before:');
  await expect(items.nth(4).getByText('Right.')).toBeVisible();
  await expect(items.nth(4).getByText('No.')).toBeVisible();
  await expect(items.nth(9)).toContainText(`What is right: ${TEST_ITEMS[9]!.options.find(({ right }) => right)!.text}`);

  await page.getByRole('button', { name: 'Take it again' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Leave it as it is' }).click();
  await expect(page.getByRole('button', { name: 'Take it again' })).toBeFocused();
  await page.getByRole('button', { name: 'Take it again' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Take it again' }).click();
  await answer(page, 10);
  await page.getByRole('button', { name: 'Hand in' }).click();
  await expect(page.getByTestId('test-result')).toContainText('100 %');
  expect((await stored(page)).tests.before.finished).toBe(true);
});

test('it is answered by keys alone', async ({ page }) => {
  await openQuiz(page);
  await page.getByRole('button', { name: 'Begin' }).first().focus();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { level: 2 })).toBeFocused();
  for (const { question } of TEST_ITEMS) {
    await expect(page.getByRole('heading', { level: 2 })).toHaveText(question);
    await page.keyboard.press('Tab');
    await page.keyboard.press('Space');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
  }
  await expect(page.getByRole('heading', { level: 2 })).toHaveText('All answered');
  const { answers } = (await stored(page)).tests.before;
  expect(answers).toEqual(Object.fromEntries(TEST_ITEMS.map(({ id, options }) => [id, options[1]!.id])));
});

test('who takes the second time alone gets its answers, no gain, and no first time any more', async ({ page }) => {
  await openQuiz(page);
  await page.getByRole('button', { name: 'Begin' }).last().click();
  await answer(page, 6);
  await page.getByRole('button', { name: 'Hand in' }).click();
  await expect(page.getByTestId('test-result')).toHaveText(/^\s*Right after\s*6 of 10\s*$/);
  await expect(page.getByRole('main')).toContainText('there is nothing to compare with');
  await expect(page.getByRole('button', { name: 'Begin' })).toHaveCount(0);
  await page.getByRole('button', { name: 'Forget both times' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Forget both times' }).click();
  await expect(page.getByRole('button', { name: 'Begin' })).toHaveCount(2);
  await expect(page.getByTestId('test-result')).toBeHidden();
});

test('all right the first time leaves nothing to gain, and says so', async ({ page }) => {
  await haveTaken(page, 10, 9);
  await openQuiz(page);
  await expect(page.getByTestId('test-result')).toContainText('none');
  await expect(page.getByRole('main')).toContainText('nothing was left to gain');
});

test('progress goes into a file, is forgotten on request only, and comes back from the file', async ({ page }) => {
  await haveTaken(page, 4, 7);
  await openLessons(page);
  const download = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Save to a file' }).click();
  const file = await download;
  expect(file.suggestedFilename()).toBe('poison-lab-progress.json');
  const path = await file.path();
  expect(JSON.parse(readFileSync(path, 'utf8'))).toMatchObject({ schema: 'poison-lab/progress', version: 2 });

  const kept = await stored(page);
  await page.getByRole('button', { name: 'Forget everything' }).click();
  await expect(page.getByRole('button', { name: 'Leave it as it is' })).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('dialog')).toBeHidden();
  expect(await stored(page)).toEqual(kept);
  await page.getByRole('button', { name: 'Forget everything' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Forget everything' }).click();
  await expect(page.getByRole('status')).toHaveText('Everything is forgotten.');
  await page.reload();
  await openQuiz(page);
  await expect(page.getByTestId('test-before')).toHaveText('Not begun.');

  await openLessons(page);
  const chooser = page.getByLabel('Open progress from a file');
  await chooser.setInputFiles(path);
  await expect(page.getByRole('status')).toHaveText('Taken in: 2 tests. Nothing that was here is lost.');
  expect(await stored(page)).toEqual(kept);
  for (const text of ['no JSON', '{"schema":"poison-lab/progress","version":9}', '[]', '{"recipe":{}}']) {
    await chooser.setInputFiles({ name: 'x.json', mimeType: 'application/json', buffer: Buffer.from(text) });
    await expect(page.getByRole('status')).toContainText(/not progress from this lab|another version/);
    expect(await stored(page)).toEqual(kept);
  }
  const hostile = {
    schema: 'poison-lab/progress',
    version: 2,
    lessons: { 'paid-too-much': { step: 1e9, done: '<img onerror=alert(1)>' }, '<b>': 1 },
    challenges: [],
    tests: { after: { answers: { accuracy: 7 }, finished: true } },
  };
  await chooser.setInputFiles({ name: 'x.json', mimeType: '', buffer: Buffer.from(JSON.stringify(hostile)) });
  await expect(page.getByRole('status')).toHaveText(
    'There is nothing in this file that is not here already. What could not be read was left out: 3 entries.',
  );
  expect(await stored(page)).toEqual(kept);
});

test('what the first version of progress kept is there after the update', async ({ page }) => {
  await page.goto('/#/about');
  await page.evaluate(() =>
    localStorage.setItem(
      'poison-lab/progress/1',
      '{"paid-too-much":{"step":9,"done":["poison"],"answers":{"predict-check":"more"},"finished":false}}',
    ),
  );
  await page.reload();
  await openLessons(page);
  await expect(page.getByRole('link', { name: 'Go on at step 9' })).toBeVisible();
});

test('the end of a lesson leads to the next one, that of the last to the test', async ({ page }) => {
  await openLessons(page);
  const lessons = page.locator('article ol > li');
  await expect(lessons.first()).toBeVisible();
  const hrefs = await lessons
    .locator('.ways > a:last-of-type')
    .evaluateAll((links) => links.map((a) => a.getAttribute('href')!));
  const titles = await lessons.getByRole('heading').allInnerTexts();
  expect(hrefs).toHaveLength(titles.length);
  const panel = page.getByRole('region', { name: 'Lesson' });
  for (const [at, href] of hrefs.entries()) {
    await page.goto(`/${href.replace(/-1$/, '-99')}`);
    await expect(panel.getByRole('heading', { level: 2 })).toHaveText(/^That was lesson/);
    if (at === hrefs.length - 1) await panel.getByRole('link', { name: 'ten questions' }).click();
    else await expect(panel.getByRole('link', { name: titles[at + 1]! })).toHaveAttribute('href', hrefs[at + 1]!);
  }
  await expect(page.getByTestId('test-after')).toHaveText('Not begun.');
});
