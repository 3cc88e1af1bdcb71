import { describe, expect, test } from 'vitest';
import { stream } from '#core/rng.ts';
import {
  allowsHints,
  assignmentText,
  assignmentWords,
  FREE,
  readAssignment,
  STATION_IDS,
  type Assignment,
} from '#lab/assignment.ts';
import { STATIONS, stationsSeen } from '#labs/parts/guide/targets.ts';
import { assignedAddress } from '#state/assigned-address.ts';

const full: Assignment = { locked: ['data', 'training'], hidden: ['model'], hints: false, view: 'defender' };
const FULL = 'set-lock.data.training-hide.model-nohints-defender';

test('an assignment knows the stations that the page has', () => {
  expect(STATION_IDS).toEqual(Object.keys(STATIONS));
});

describe('an assignment in a link', () => {
  test('is words that a person can read', () => {
    expect(assignmentText(full)).toBe(FULL);
    expect(assignmentText({ ...FREE, hints: false })).toBe('set-nohints');
    expect(assignmentText(FREE)).toBe('');
  });

  test('comes back as it was', () => {
    const draw = stream(1, 'assignments');
    const one = <T>(from: readonly T[]) => from[Math.floor(draw() * from.length)]!;
    for (let trial = 0; trial < 300; trial++) {
      const uses = STATION_IDS.map((id) => ({ id, use: one(['free', 'lock', 'hide']) }));
      const idsOf = (which: string) => uses.filter(({ use }) => use === which).map(({ id }) => id);
      const drawn: Assignment = {
        locked: idsOf('lock'),
        hidden: idsOf('hide'),
        hints: draw() < 0.5,
        view: one(['attacker', 'defender', null]),
      };
      const text = assignmentText(drawn);
      expect(readAssignment(text), text).toEqual(text === '' ? null : drawn);
    }
  });

  test('may name things in any order', () => {
    expect(readAssignment('set-defender-hide.model-nohints-lock.training.data')).toEqual(full);
  });

  test.each([
    '',
    'set-',
    'set',
    'lock.data',
    'set-lock',
    'set-lock.',
    'set-lock.data.',
    'set-lock.safe',
    'set-lock.data.data',
    'set-lock.data-hide.data',
    'set-lock.data-lock.model',
    'set-nohints-nohints',
    'set-attacker-defender',
    'set-nohints-',
    'set-__proto__',
    'set-lock.__proto__',
    'set-lock.constructor',
    'SET-nohints',
    `set-${'nohints-'.repeat(10_000)}`,
  ])('sets nothing when it is nonsense: %.40s', (text) => {
    expect(readAssignment(text)).toBeNull();
    expect(allowsHints(text)).toBe(true);
  });

  test('takes hints away only where it says so', () => {
    expect(allowsHints('set-lock.data')).toBe(true);
    expect(allowsHints(FULL)).toBe(false);
  });
});

test('a page shows the stations that no link hides, and all of them where a link says nonsense', () => {
  expect(stationsSeen('set-hide.check.model')).toEqual(['data', 'training', 'decisions']);
  expect(stationsSeen('set-lock.check')).toEqual(STATION_IDS);
  expect(stationsSeen('set-hide.everything')).toEqual(STATION_IDS);
});

test.each<[Assignment, string]>([
  [FREE, ''],
  [{ ...FREE, locked: ['data'], hints: false }, 'Data is locked, no hints'],
  [{ ...FREE, hidden: ['check', 'data', 'model'] }, 'Decisions, Data and Model are hidden'],
  [full, 'Data and Training are locked, Model is hidden, no hints, the defender’s view'],
])('an assignment in words', (assignment, words) => expect(assignmentWords(assignment)).toBe(words));

describe('the address of an assignment', () => {
  test.each([
    ['http://a.b/#/checks', `http://a.b/#/checks//defend/${FULL}`],
    ['http://a.b/lab/#/trucks/1.xyz/detect', `http://a.b/lab/#/trucks/1.xyz/defend/detect/${FULL}`],
    ['http://a.b/#/checks//defend/lesson-a-3/set-nohints', `http://a.b/#/checks//defend/lesson-a-3/${FULL}`],
  ])('of %s', (bench, assigned) => expect(assignedAddress(bench, full)).toBe(assigned));

  test('keeps the view where the learner chooses it, and changes nothing where nothing is set', () => {
    const defended = 'http://a.b/#/checks/1.x/defend';
    expect(assignedAddress(defended, FREE)).toBe(defended);
    expect(assignedAddress(defended, { ...FREE, view: 'attacker' })).toBe('http://a.b/#/checks/1.x/set-attacker');
    expect(assignedAddress('http://a.b/#/checks', FREE)).toBe('http://a.b/#/checks');
  });
});
