import type { Page } from '@playwright/test';
import { TEST_ITEMS } from '../../../src/course/test-items.ts';
import { button, dialog, openPage, type PageState } from './state.ts';
import { haveProgress, taken } from '../progress.ts';
import { expect, openDesk, poison } from '../support.ts';

const openQuiz = (page: Page) => openPage(page, 'quiz', 'Before and after');

const openLessons = (page: Page) => openPage(page, 'lessons', 'Your progress');

/** Progress as it is kept: the test taken so many times, a lesson begun. */
async function haveTaken(page: Page, times: readonly ('before' | 'after')[]): Promise<void> {
  const lesson = { step: 9, done: ['poison'], answers: { 'predict-check': 'more' }, finished: false };
  const tests = Object.fromEntries(times.map((time) => [time, taken(time === 'before' ? 4 : 7)]));
  await haveProgress(page, { lessons: { 'paid-too-much': lesson }, tests });
}

/** The pages beside the labs: the course, the challenges, the test, what is printed. */
export const COURSE_STATES: readonly PageState[] = [
  { name: 'lessons', picture: true, open: openLessons },
  {
    name: 'lessons, with progress',
    async open(page) {
      await haveTaken(page, ['before', 'after']);
      await openLessons(page);
    },
  },
  {
    name: 'dialog before everything is forgotten',
    part: 'dialog',
    async open(page) {
      await haveTaken(page, ['before']);
      await openLessons(page);
      await button(page, 'Forget everything').click();
      await expect(dialog(page)).toBeVisible();
    },
  },
  {
    name: 'dialog that assigns a lesson',
    part: 'dialog',
    async open(page) {
      await openLessons(page);
      await button(page, /^Assign “/)
        .first()
        .click();
      await expect(page.getByTestId('assignment-link')).toBeVisible();
    },
  },
  {
    name: 'challenges',
    picture: true,
    async open(page) {
      await page.goto('/#/challenges');
      await expect(page.getByTestId('solved')).toBeVisible();
    },
  },
  { name: 'course test', picture: true, open: openQuiz },
  {
    name: 'course test, a question',
    async open(page) {
      await openQuiz(page);
      await button(page, 'Begin').first().click();
      await page.getByRole('radio').first().check();
    },
  },
  {
    name: 'course test, not all answered',
    async open(page) {
      await openQuiz(page);
      await button(page, 'Begin').first().click();
      for (let item = 0; item < TEST_ITEMS.length; item++) await button(page, 'Skip for now').click();
      await expect(page.getByRole('heading', { level: 2 })).toHaveText('Not all answered yet');
    },
  },
  {
    name: 'course test, before handed in',
    async open(page) {
      await haveTaken(page, ['before']);
      await openQuiz(page);
    },
  },
  {
    name: 'course test, its result',
    picture: true,
    async open(page) {
      await haveTaken(page, ['before', 'after']);
      await openQuiz(page);
      await expect(page.getByTestId('test-result')).toBeVisible();
    },
  },
  {
    name: 'dialog before the course test is taken again',
    part: 'dialog',
    async open(page) {
      await haveTaken(page, ['before', 'after']);
      await openQuiz(page);
      await button(page, 'Take it again').click();
      await expect(dialog(page)).toBeVisible();
    },
  },
  { name: 'about', picture: true, open: (page) => openPage(page, 'about', 'About this lab') },
  {
    name: 'handout',
    picture: true,
    printed: true,
    async open(page) {
      await page.goto('/#/handout/paid-too-much');
      await expect(page.getByRole('article')).toContainText('lesson-paid-too-much-1');
    },
  },
  {
    name: 'handout that is not there',
    async open(page) {
      await page.goto('/#/handout/nothing-of-the-kind');
      await expect(page.getByText('There is no handout of such a lesson here.')).toBeVisible();
    },
  },
  {
    name: 'result sheet',
    picture: true,
    printed: true,
    async open(page) {
      await openDesk(page);
      await poison(page, 80);
      await page.getByRole('link', { name: 'Result sheet' }).click();
      await expect(page.getByRole('article')).toContainText('SHA-256');
    },
  },
  {
    name: 'result sheet of nothing',
    async open(page) {
      await page.goto('/#/sheet');
      await expect(page.getByRole('article')).toContainText('none was opened on this page yet');
    },
  },
];
