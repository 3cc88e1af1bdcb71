import type { Page } from '@playwright/test';
import { button, dialog, look, type PageState } from './state.ts';
import { expect, fieldOf, openDesk, poison, settled, type } from '../support.ts';

async function goToStep(page: Page, step: number): Promise<void> {
  await type(fieldOf(page, 'Steps done, as a number'), step);
  await expect(page.locator('.stands')).toContainText(`Step ${step} of`);
}

async function enterDetection(page: Page): Promise<void> {
  await button(page, 'Catch it').click();
  await expect(page.getByRole('heading', { name: 'Can you catch it?' })).toBeVisible();
}

/** A clean and a poisoned run in the room where runs are compared, and both of them pinned. */
async function pinTwoRuns(page: Page): Promise<void> {
  const titles = page.getByRole('list', { name: 'Runs, the newest first' }).locator('.title');
  await openDesk(page, '#/checks//runs');
  await expect(titles).toHaveText(['No poison']);
  await button(page, 'Bench').click();
  await poison(page, 80);
  await button(page, 'Compare runs').click();
  await expect(titles).toHaveText(['80 stamped 3s read as 8', 'No poison']);
  for (const title of ['80 stamped 3s read as 8', 'No poison']) await button(page, `Pin ${title}`).click();
  const comparison = page.getByTestId('side-by-side');
  await expect(comparison.getByText(/^A: furthest/)).toBeVisible({ timeout: 60_000 });
  await expect(comparison).toHaveAttribute('aria-busy', 'false', { timeout: 60_000 });
}

async function trainStudy(page: Page, id: string): Promise<void> {
  const study = page.getByTestId(id);
  await study.getByRole('button', { name: /^Train/ }).click();
  await expect(study.getByText(/^\d+ runs in \d/).first()).toBeVisible({ timeout: 90_000 });
}

async function poisonedTable(page: Page): Promise<void> {
  await openDesk(page, '#/trucks');
  await poison(page, 20);
}

/** The start page, both labs, their rooms, and the dialogs opened there. */
export const LAB_STATES: readonly PageState[] = [
  {
    name: 'start',
    picture: true,
    async open(page) {
      await openDesk(page, '');
      await poison(page, 80);
      await expect(page.getByRole('heading', { name: 'Take the course' })).toBeVisible();
    },
  },
  {
    name: 'start over somebody’s own work',
    async open(page) {
      await openDesk(page);
      await page.getByLabel('Attack', { exact: true }).selectOption('label-flip');
      await settled(page);
      await page.getByRole('link', { name: 'Poison Lab' }).click();
      await expect(page.getByText('Your Check Desk holds work of yours')).toBeVisible();
    },
  },
  {
    name: 'desk',
    picture: true,
    async open(page) {
      await openDesk(page);
      await poison(page, 80);
    },
  },
  {
    name: 'desk in the defender’s view',
    async open(page) {
      await openDesk(page, '#/checks//defend');
      await expect(page.getByRole('radio', { name: 'Defender’s view' })).toBeChecked();
    },
  },
  {
    name: 'dialog of a hidden unit',
    part: 'dialog',
    async open(page) {
      await openDesk(page);
      await button(page, 'Enlarge Unit 0').click();
      await expect(dialog(page)).toBeVisible();
    },
  },
  {
    name: 'workbench',
    picture: true,
    async open(page) {
      await openDesk(page);
      await button(page, 'Edit the model by hand…').click();
      await page.getByTestId('plant').click();
      await settled(page);
      await expect(page.getByText('How a digit’s score adds up')).toBeVisible();
    },
  },
  {
    name: 'forecast',
    picture: true,
    async open(page) {
      await poisonedTable(page);
      await page.getByText('What if? Change what goes in').click();
    },
  },
  {
    name: 'dialog of the whole table',
    part: 'dialog',
    async open(page) {
      await poisonedTable(page);
      await button(page, 'Open the table large').click();
      await expect(dialog(page).getByRole('grid')).toBeVisible();
    },
  },
  {
    name: 'dialog of one’s own table, with a file in it',
    part: 'dialog',
    async open(page) {
      await openDesk(page, '#/trucks');
      await button(page, 'Use your own table…').click();
      const [header, ...rows] = ['month,place,price,sold'].concat(
        Array.from(
          { length: 60 },
          (_, at) => `${(at % 12) + 1},${'ABC'[at % 3]},${20 + (at % 7)},${100 + 3 * (at % 12)}`,
        ),
      );
      const buffer = Buffer.from([header, ...rows].join('\n'));
      await dialog(page).locator('input[type=file]').setInputFiles({ name: 'own.csv', mimeType: 'text/csv', buffer });
      await expect(dialog(page).getByRole('table')).toBeVisible();
    },
  },
  {
    name: 'training room of the desk',
    picture: true,
    async open(page) {
      await openDesk(page, '#/checks//training');
      await goToStep(page, 200);
    },
  },
  {
    name: 'training room of the forecast',
    picture: true,
    async open(page) {
      await openDesk(page, '#/trucks//training');
      await goToStep(page, 4);
    },
  },
  {
    name: 'runs room',
    picture: true,
    async open(page) {
      await pinTwoRuns(page);
      await button(page, 'Rename No poison').click();
    },
  },
  {
    name: 'finished studies',
    part: '[data-testid=studies]',
    async open(page) {
      await openDesk(page, '#/trucks//runs');
      await trainStudy(page, 'dose-study');
      await trainStudy(page, 'sweep-study');
      for (const table of await page.getByTestId('studies').getByText('as a table').all()) await table.click();
    },
  },
  {
    name: 'runs room in the defender’s view',
    async open(page) {
      await openDesk(page, '#/checks//runs/defend');
      await expect(page.getByTestId('studies')).toContainText('they would give it away');
    },
  },
  {
    name: 'detection room of the desk, with a finding and a repair',
    picture: true,
    async open(page) {
      await openDesk(page);
      await poison(page, 80);
      await enterDetection(page);
      await look(page, 'duplicates');
      await button(page, 'Take out 80 rows and retrain').click();
      await settled(page);
      await expect(page.locator('[data-testid=repair] [data-score=success] td').first()).not.toHaveText('–');
      await look(page, 'duplicates');
    },
  },
  {
    name: 'detection room of the forecast, with findings',
    picture: true,
    async open(page) {
      await openDesk(page, '#/trucks');
      await poison(page, 5);
      await enterDetection(page);
      for (const id of ['rare-category', 'leverage', 'release-digest']) await look(page, id);
    },
  },
  {
    name: 'dialog for facilitators',
    part: 'dialog',
    async open(page) {
      await openDesk(page);
      await button(page, 'For facilitators').click();
      await expect(page.getByTestId('assignment-link')).toBeVisible();
    },
  },
  {
    name: 'dialog of keys',
    part: 'dialog',
    async open(page) {
      await openDesk(page);
      await button(page, 'Keys').click();
      await expect(page.getByRole('dialog', { name: 'Keys' })).toBeVisible();
    },
  },
  {
    name: 'exercise “Which is which?”',
    part: 'dialog',
    async open(page) {
      await openDesk(page);
      await button(page, 'Which is which?').click();
      await page
        .getByTestId('sorting')
        .getByRole('button', { name: /Neither/ })
        .click();
    },
  },
];
