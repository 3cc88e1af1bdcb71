import Papa from 'papaparse';
import { loadPacker } from '#lab/packer.ts';
import { describe, expect, it, test } from 'vitest';
import { stream } from '#core/rng.ts';
import type { Evidence } from '#lab/evidence.ts';
import { encodeRecipe } from '#lab/link.ts';
import type { Recipe } from '#lab/recipe.ts';
import { csvOfRuns } from '#lab/run-csv.ts';
import { cleanName, hasDiverged, MOST_RUNS, overflowing, readRun, runOf, type Run } from '#lab/run-record.ts';
import type { Score } from '#lab/score.ts';
import { catalog, drawRecipe, usual } from './catalog.ts';

await loadPacker();

const DIGEST = '0123456789abcdef'.repeat(4);
const score = (id: Score['id'], label: string, value: number | null): Score => ({
  id,
  label,
  short: id,
  better: 'lower',
  range: null,
  of: (_, twin) => (twin === 'clean' ? null : value),
  format: String,
});
const scores = [score('performance', '=CA', 0.951), score('success', 'ASR', NaN), score('money', 'Lost', -5000)];
const twin = (losses: number[]) => ({
  digest: DIGEST,
  engine: 'simd',
  history: losses.map((loss, i) => ({ epoch: i + 1, loss, trainAccuracy: null, testScore: 0 })),
});
/** What a run is made from, and nothing else of the evidence. */
const evidence = {
  clean: twin([2, 1]),
  suspect: twin([2, Infinity]),
  budget: { rows: 0, rowsTotal: 1 },
} as unknown as Evidence;

const run = (recipe: Recipe, changes: Partial<Run['record']> = {}): Run => {
  const made = runOf(recipe, evidence, scores, catalog);
  return { ...made, record: { ...made.record, ...changes } };
};

describe('a run', () => {
  it('keeps a few plain numbers of its evidence; what is no number is null', () => {
    const { record } = run(usual);
    expect(record).toMatchObject({ lab: 'checks', recipe: '', engine: 'simd', order: 0, pinned: 0, name: '' });
    expect(record.suspect).toEqual({
      scores: { performance: 0.951, success: null, money: -5000 },
      loss: [2, null],
      digest: DIGEST,
    });
    expect(record.clean.scores).toEqual({ performance: null, success: null, money: null });
    expect(hasDiverged(record)).toBe(true);
    expect(hasDiverged({ ...record, suspect: record.clean })).toBe(false);
  });

  it('comes back from storage as it was', () => {
    for (let n = 0; n < 40; n++) {
      const recipe = drawRecipe(n);
      const kept = run(recipe, { order: n, name: `run ${n}`, pinned: n % 3 });
      expect(readRun(structuredClone(kept.record), recipe.lab, catalog)).toEqual(kept);
    }
  });
});

describe('what storage holds is anybody’s', () => {
  const good = run({ ...usual, seed: 7 }, { order: 3, name: 'mine' }).record;
  const read = (raw: unknown) => readRun(raw, 'checks', catalog);

  test.each([
    [null],
    [undefined],
    ['run'],
    [[]],
    [{}],
    [{ ...good, version: 2 }],
    [{ ...good, lab: 'trucks' }],
    [{ ...good, recipe: undefined }],
    [{ ...good, recipe: 7 }],
    [{ ...good, recipe: 'nonsense' }],
    [{ ...good, recipe: '1.AAAA' }],
    [{ ...good, recipe: `2${good.recipe.slice(1)}` }],
    [{ ...good, recipe: 'A'.repeat(5_000_000) }],
  ])('without a readable recipe it is no run: %#', (raw) => expect(read(raw)).toBeNull());

  it('a recipe that would have to be repaired is none: the numbers would be of another', () => {
    const unknown = { ...usual, model: { ...usual.model, hidden: 4 } };
    expect(read({ ...good, recipe: encodeRecipe(unknown, catalog) })).toBeNull();
  });

  test.each<[object, object]>([
    [{ order: -1 }, { order: 0 }],
    [{ order: 2 ** 60 }, { order: 0 }],
    [{ order: '3' }, { order: 0 }],
    [{ pinned: NaN }, { pinned: 0 }],
    [{ name: 7 }, { name: '' }],
    [{ name: `a\u202e\n\u0000${'b'.repeat(500)}` }, { name: `a   ${'b'.repeat(56)}` }],
    [{ engine: null }, { engine: '' }],
    [
      { suspect: null },
      { suspect: { scores: { performance: null, success: null, money: null }, loss: [], digest: '' } },
    ],
    [{ clean: { ...good.clean, loss: new Array(5000).fill(1) } }, { clean: { ...good.clean, loss: [] } }],
    [{ clean: { ...good.clean, digest: '<script>' } }, { clean: { ...good.clean, digest: '' } }],
    [{ extra: 1, __proto__: { polluted: true } }, {}],
  ])('what else is damaged is left blank: %j', (change, repaired) => {
    expect(read({ ...good, ...change })?.record).toEqual({ ...good, ...repaired });
  });

  it('nothing that is put in the place of its parts breaks it', () => {
    const draw = stream(1, 'hostile');
    const junk = [
      null,
      undefined,
      NaN,
      -1,
      1e300,
      '',
      'x'.repeat(1e5),
      [],
      {},
      [[[]]],
      new Date(0),
      new Map(),
      10n,
      true,
    ];
    const any = () => junk[Math.floor(draw() * junk.length)];
    for (let n = 0; n < 500; n++) {
      const raw: Record<string, unknown> = { ...good, clean: { ...good.clean }, suspect: { ...good.suspect } };
      for (const key of Object.keys(raw)) if (draw() < 0.3 && key !== 'recipe') raw[key] = any();
      const { suspect } = raw as { suspect: Record<string, unknown> | null };
      if (suspect && Object.hasOwn(suspect, 'scores')) suspect.scores = draw() < 0.5 ? any() : { performance: any() };
      const found = read(raw);
      if (raw.version !== 1 || raw.lab !== 'checks') expect(found).toBeNull();
      else expect(found!.record.suspect.loss.every((loss) => loss === null || Number.isFinite(loss))).toBe(true);
    }
  });

  it('a name stays one short line', () => {
    expect(cleanName('  a\tb  ')).toBe('a b');
    expect(cleanName('\u202e\u0007')).toBe('');
  });
});

describe('too many runs', () => {
  const list = (count: number, change: (i: number) => Partial<Run['record']> = () => ({})) =>
    Array.from({ length: count }, (_, i) => run({ ...usual, seed: count - i }, { order: count - i, ...change(i) }));
  const orders = (runs: Iterable<Run>) => [...runs].map(({ record }) => record.order);

  it('none has to go while they fit', () => expect(overflowing(list(MOST_RUNS)).size).toBe(0));

  it('the oldest go first', () => expect(orders(overflowing(list(MOST_RUNS + 3)))).toEqual([1, 2, 3]));

  it('those with a name or a pin stay while there are others', () => {
    const runs = list(MOST_RUNS + 2, (i) => (i > MOST_RUNS - 2 ? (i % 2 ? { name: 'mine' } : { pinned: 1 }) : {}));
    expect(orders(overflowing(runs))).toEqual([4, 5]);
    const allDear = list(MOST_RUNS + 1, () => ({ name: 'mine' }));
    expect(orders(overflowing(allDear))).toEqual([1]);
  });

  it('long recipes count by their length, and the newest stays whatever its is', () => {
    const long = list(4, () => ({ recipe: 'x'.repeat(1_500_000) }));
    expect(orders(overflowing(long))).toEqual([1, 2]);
    expect(overflowing([run(usual, { recipe: 'x'.repeat(9_000_000) })]).size).toBe(0);
  });
});

describe('runs as CSV', () => {
  const runs = [
    run({ ...usual, seed: 7 }, { order: 2, name: '=HYPERLINK("x")' }),
    run({ ...usual, edits: [['flip-sign', 3]] }, { order: 1, name: '@SUM(1;2), "a"' }),
  ];
  const { data } = Papa.parse<string[]>(csvOfRuns(runs, scores, catalog));
  const [head, first, second] = data as [string[], string[], string[]];
  const cell = (row: string[], column: string) => row[head.indexOf(column)];

  it('have a line each and a column for each number', () => {
    expect(data.length).toBe(3);
    expect(cell(first, 'Run')).toBe('2');
    expect(cell(first, 'Poison')).toBe('no poison');
    expect(cell(second, 'Poison')).toBe('1 edit of the model');
    expect(cell(first, 'Settings')).toBe('32 hidden units, learning rate 0.1, seed 7');
    expect(cell(first, 'Lost, suspect')).toBe('-5000');
    expect(cell(first, 'ASR, suspect')).toBe('');
    expect(cell(first, 'Last training loss, suspect')).toBe('');
    expect(cell(first, 'Last training loss, clean twin')).toBe('1');
    expect(cell(first, 'SHA-256 of the parameters, suspect')).toBe(DIGEST);
    expect(cell(first, 'Recipe, as after the lab in a link')).toBe(runs[0]!.record.recipe);
  });

  it('no cell is a formula', () => {
    expect(cell(first, 'Name')).toBe(`'=HYPERLINK("x")`);
    expect(cell(second, 'Name')).toBe(`'@SUM(1;2), "a"`);
    expect(head).toContain(`'=CA, suspect`);
    for (const text of data.flat()) expect(text).not.toMatch(/^[=+@]|^-(?!\d+(\.\d+)?$)/);
  });
});
