import { expect, test } from 'vitest';
import { loadPacker } from '#lab/packer.ts';
import { isPlain, readHash } from '#state/hash.ts';
import { encodeRecipe } from '#lab/link.ts';
import { twoLabs, usual } from '../lab/catalog.ts';

await loadPacker();

const LOST = 'There is no such page, so the Check Desk was opened';
const poisoned = encodeRecipe({ ...usual, seed: 7 }, twoLabs);

test.each<[string, string, string, string[]]>([
  ['', '', 'checks', []],
  ['#', '', 'checks', []],
  ['#/', '', 'checks', []],
  ['#/checks', 'checks', 'checks', []],
  ['#checks', 'checks', 'checks', []],
  ['#/ledger', 'ledger', 'ledger', []],
  ['#/about', 'about', 'checks', []],
  ['#/handout/paid-too-much', 'handout', 'checks', []],
  ['#/sheet', 'sheet', 'checks', []],
  ['#/sheet/ledger', 'sheet', 'ledger', []],
  ['#/nowhere', 'checks', 'checks', [LOST]],
  ['#/__proto__', 'checks', 'checks', [LOST]],
  ['#/ledger/hello', 'ledger', 'ledger', ['The link could not be read: started from the defaults']],
  ['#/nowhere/hello', 'checks', 'checks', [LOST, 'The link could not be read: started from the defaults']],
])('the hash "%s" opens %s, with a recipe of %s', (hash, page, lab, changes) => {
  const read = readHash(hash, twoLabs);
  expect([read.page, read.recipe.lab, read.changes]).toEqual([page, lab, changes]);
});

test('the text after a lab’s page is its recipe, and what follows another slash is not looked at', () => {
  expect(readHash(`#/checks/${poisoned}`, twoLabs).recipe.seed).toBe(7);
  expect(readHash(`#/ledger/${poisoned}`, twoLabs).recipe).toMatchObject({ lab: 'ledger', seed: 7 });
  expect(readHash(`#/checks/${poisoned}/more`, twoLabs)).toMatchObject({ recipe: { seed: 7 }, changes: [] });
});

test.each([
  ['#/checks', 'bench', false],
  ['#/checks//defend', 'bench', true],
  ['#/checks//training', 'training', false],
  [`#/checks/${poisoned}/runs/defend`, 'runs', true],
  ['#/checks//cellar', 'bench', false],
] as const)('the hash "%s" opens the room %s', (hash, room, defends) => {
  expect(readHash(hash, twoLabs)).toMatchObject({ room, defends, changes: [] });
});

test.each([
  ['', null, true],
  ['#/checks', null, true],
  ['#/checks//training/defend', null, true],
  [`#/checks/${poisoned}`, null, false],
  ['#/checks/long', 'kept', false],
  ['#/checks', 'kept', false],
])('the hash "%s" with %s kept needs nothing unpacked: %s', (hash, kept, plain) => {
  expect(isPlain(hash, kept)).toBe(plain);
});

test.each([
  ['#/checks/long', null, true],
  ['#/sheet/checks/long/defend', null, true],
  ['#/checks/long', poisoned, false],
  [`#/checks/${poisoned}`, null, false],
])('the hash "%s" with %s kept says too little: %s', (hash, kept, unkept) => {
  expect(readHash(hash, twoLabs, kept).unkept).toBe(unkept);
});

test('what stands behind another page is what it is about, and no recipe', () => {
  expect(readHash('#/handout/paid-too-much', twoLabs).topic).toBe('paid-too-much');
  expect(readHash('#/about', twoLabs).topic).toBe('');
  expect(readHash(`#/checks/${poisoned}`, twoLabs).topic).toBe('');
});

test('the sheet says its bench behind its own name, and how one looked at it', () => {
  expect(readHash(`#/sheet/ledger/${poisoned}/detect/defend`, twoLabs)).toMatchObject({
    page: 'sheet',
    bench: true,
    recipe: { lab: 'ledger', seed: 7 },
    room: 'detect',
    defends: true,
    changes: [],
  });
  expect(readHash('#/sheet', twoLabs).bench).toBe(false);
  expect(readHash('#/handout/checks', twoLabs).bench).toBe(false);
});

test.each([
  ['#/checks//set-nohints', '', 'set-nohints'],
  [`#/checks/${poisoned}/defend/lesson-a-3/set-lock.data-defender`, 'lesson-a-3', 'set-lock.data-defender'],
  ['#/checks//set-', '', ''],
  ['#/checks//set-<b>', '', ''],
  [`#/checks//set-${'a'.repeat(100)}`, '', ''],
])('the hash "%s" names the step "%s" and the assignment "%s"', (hash, guide, assigned) => {
  expect(readHash(hash, twoLabs)).toMatchObject({ guide, assigned, changes: [] });
});
