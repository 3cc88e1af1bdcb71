import type { Page } from '@playwright/test';
import { button, look, region, type PageState } from './state.ts';
import { expect, fieldOf, openDesk, poison, settled, type } from '../support.ts';

async function openStep(page: Page, step: number, rest = ''): Promise<void> {
  await openDesk(page, `#/checks//lesson-paid-too-much-${step}${rest}`);
  await expect(region(page, 'Lesson').getByRole('heading', { level: 2 })).toBeVisible();
}

/** Chooses an option of the lesson's step and commits it. */
async function commit(page: Page, option: RegExp, action: string): Promise<void> {
  await region(page, 'Lesson').getByRole('radio', { name: option }).check();
  await button(page, action).click();
}

async function openChallenge(page: Page, lab: string, id: string): Promise<void> {
  await openDesk(page, `#/${lab}//challenge-${id}`);
  await expect(region(page, 'Challenge').getByTestId('challenge-status')).toBeVisible();
}

async function openSealed(page: Page): Promise<void> {
  await page.goto('/#/trucks//challenge-case-1');
  await expect(region(page, 'Challenge')).toContainText('detectors run on it.');
  await settled(page);
}

/** Opens an address of which a region of the page says something. */
const opensWith = (hash: string, name: string, words: string | RegExp) => async (page: Page) => {
  await openDesk(page, hash);
  await expect(region(page, name)).toContainText(words);
};

/** What accompanies a bench: lessons, challenges, assignments, the projector. */
export const GUIDE_STATES: readonly PageState[] = [
  { name: 'lesson, a step to read', picture: true, open: (page) => openStep(page, 1) },
  {
    name: 'lesson, a prediction committed',
    part: '.guide',
    async open(page) {
      await openStep(page, 4);
      await commit(page, /paid as written/, 'That is my prediction');
    },
  },
  {
    name: 'lesson, a step done on the bench',
    part: '.guide',
    async open(page) {
      await openStep(page, 6);
      await button(page, 'Show me where').click();
      await poison(page, 30);
      await expect(page.getByTestId('lesson-status')).toContainText('Step done.');
    },
  },
  {
    name: 'lesson, a question answered wrongly',
    part: '.guide',
    async open(page) {
      await openStep(page, 12);
      await commit(page, /It has no backdoor/, 'Answer');
      await expect(region(page, 'Lesson')).toContainText('No. ');
    },
  },
  {
    name: 'lesson, its end',
    part: '.guide',
    async open(page) {
      await openStep(page, 99);
      await expect(region(page, 'Lesson')).toContainText('That was lesson');
    },
  },
  {
    name: 'lesson that is not there',
    part: '.guide',
    open: opensWith('#/checks//lesson-nowhere-1', 'Lesson', 'There is no such lesson here'),
  },
  {
    name: 'lesson, a false alarm raised in the room of detectors',
    part: '.guide',
    async open(page) {
      await openDesk(page, '#/checks//lesson-catch-it-11');
      await button(page, 'Set up the bench for this step').click();
      await settled(page);
      await look(page, 'duplicates');
      await type(fieldOf(page, /Times more often than expected/).first(), 4);
      await look(page, 'duplicates');
      await expect(page.getByTestId('lesson-status')).toContainText('a false alarm');
    },
  },
  {
    name: 'challenge, solved',
    part: '.guide',
    async open(page) {
      await openChallenge(page, 'checks', 'fewest-rows');
      await poison(page, 30);
      await button(page, /\(1 of 3\)/).click();
      await expect(page.getByTestId('challenge-status')).toContainText('Solved.');
      await region(page, 'Challenge').getByText('One solution').click();
    },
  },
  {
    name: 'challenge that is not there',
    part: '.guide',
    open: opensWith('#/checks//challenge-nowhere', 'Challenge', 'There is no such challenge here'),
  },
  {
    name: 'sealed case, not proved',
    async open(page) {
      await openSealed(page);
      await region(page, 'Challenge')
        .getByRole('radio', { name: /^Clean/ })
        .check();
      await button(page, 'That is my verdict').click();
      await expect(page.getByTestId('challenge-status')).toContainText('Not proved.');
    },
  },
  {
    name: 'assigned lesson',
    part: '.guide, [aria-label=Assignment]',
    async open(page) {
      await openStep(page, 6, '/set-lock.training-nohints');
      await expect(region(page, 'Assignment')).toBeVisible();
    },
  },
  {
    name: 'assigned bench',
    part: '[aria-label=Assignment]',
    open: opensWith('#/checks//set-lock.data-nohints', 'Assignment', 'Set by your facilitator'),
  },
  {
    name: 'assignment that cannot be read',
    part: '[aria-label=Assignment]',
    open: opensWith('#/checks//set-lock.everything', 'Assignment', 'It could not be read'),
  },
  {
    name: 'projector',
    picture: true,
    async open(page) {
      await openDesk(page);
      await page.keyboard.press('p');
      await expect(page.getByRole('navigation', { name: 'Projector' })).toBeVisible();
    },
  },
  {
    name: 'lesson, projected',
    part: '.guide',
    async open(page) {
      await openStep(page, 6);
      await page.keyboard.press('p');
      await expect(page.getByRole('navigation', { name: 'Projector' })).toBeVisible();
    },
  },
];
