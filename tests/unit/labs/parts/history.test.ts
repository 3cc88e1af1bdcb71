import { describe, expect, it, test } from 'vitest';
import type { EpochRecord, Evidence } from '#lab/evidence.ts';
import type { Run, RunRecord } from '#lab/run-record.ts';
import type { Score } from '#lab/score.ts';
import { comparedCurves } from '#labs/parts/history/curves.ts';
import { otherModel, titleOf } from '#labs/parts/history/words.ts';
import { catalog, twoLabs, usual } from '../../lab/catalog.ts';

const record = (changes: Partial<RunRecord> = {}) =>
  ({ order: 7, name: '', engine: 'simd', suspect: { digest: 'a' }, ...changes }) as RunRecord;
const poisoned = { ...usual, attack: { ...usual.attack, values: { ...usual.attack.values, rows: 80 } } };

describe('what a run is called', () => {
  const details = '32 hidden units, learning rate 0.1';
  test.each<[Run, boolean, object]>([
    [{ record: record(), recipe: usual }, true, { title: 'No poison', details }],
    [{ record: record(), recipe: poisoned }, true, { title: '80 stamped 3s read as 8', details }],
    [
      { record: record({ name: 'Loud' }), recipe: poisoned },
      true,
      { title: 'Loud', details: `80 stamped 3s read as 8, ${details}` },
    ],
    [{ record: record({ name: '80 stamped 3s' }), recipe: poisoned }, false, { title: 'Run 7', details }],
  ])('%#', (run, attackersView, words) => expect(titleOf(run, catalog, attackersView)).toEqual(words));
});

describe('a run computed again', () => {
  const { dataFields } = twoLabs.labs.get('ledger')!;
  const evidence = (digest: string, engine = 'simd', origin = 'live') =>
    ({ suspect: { digest, engine, origin } }) as unknown as Evidence;
  const why = (changes: Partial<RunRecord>, recipe: object, found: Evidence) =>
    otherModel({ record: record(changes), recipe: { ...usual, ...recipe } }, found, {
      ...twoLabs.labs.get('ledger')!,
      dataFields,
    });

  it('is said to be the same by saying nothing', () => {
    expect(why({}, {}, evidence('a'))).toBeNull();
    expect(why({ suspect: { digest: '' } as never }, {}, evidence('b'))).toBeNull();
  });

  it('that is another model is told why, as far as is known', () => {
    expect(why({}, { file: '0123456789abcdef' }, evidence('b'))).toMatch(/model file is not here/);
    expect(why({}, {}, evidence('b', 'webgl'))).toMatch(/trained on simd; this one on webgl/);
    expect(why({}, { data: { table: '0123456789abcdef' } }, evidence('b'))).toMatch(/table it learned from/);
    expect(why({}, { data: { table: '' } }, evidence('b'))).toMatch(/its digest differs/);
  });
});

describe('curves side by side', () => {
  const history = (losses: number[], scores: number[]): EpochRecord[] =>
    losses.map((loss, i) => ({ epoch: i + 1, loss, trainAccuracy: null, testScore: scores[i]! }));
  const twin = (digest: string, losses: number[], scores: number[]) =>
    ({ digest, history: history(losses, scores) }) as unknown as Evidence['clean'];
  const accuracy = { label: 'CA', range: [0, 1], format: (value: number) => `${100 * value} %` } as unknown as Score;
  const error = { ...accuracy, range: null, format: String } as Score;
  const run = (letter: string, clean: Evidence['clean'], suspect: Evidence['clean']) => ({
    letter,
    evidence: { clean, suspect },
  });
  const good = twin('a', [0.9, 0.3], [0.85, 0.95]);

  it('share their axes', () => {
    const [score, loss] = comparedCurves(
      [run('A', good, good), run('B', good, twin('b', [1.7, 1.2, 1], [0.3, 0.55, 0.6]))],
      accuracy,
      true,
    );
    expect(score!.figures.map(({ range, steps }) => [range, steps])).toEqual([
      [[0.3, 1], 3],
      [[0.3, 1], 3],
    ]);
    expect(loss!.figures.map(({ range }) => range)).toEqual([
      [0, 2],
      [0, 2],
    ]);
  });

  it('of a good reader fill the upper fifth, and of a long run leave the first jump out', () => {
    expect(comparedCurves([run('A', good, good)], accuracy, true)[0]!.figures[0]!.range).toEqual([0.8, 1]);
    const long = twin('a', [90, 50, ...new Array(98).fill(0.4)], [900, 500, ...new Array(98).fill(7)]);
    const [score, loss] = comparedCurves([run('A', long, long)], error, true);
    expect([score!.figures[0]!.range, loss!.figures[0]!.range]).toEqual([
      [0, 8],
      [0, 0.4],
    ]);
  });

  it('say how they end, whatever they came to', () => {
    const finding = (suspect: Evidence['clean'], told = true) =>
      comparedCurves([run('C', good, suspect)], accuracy, told)[0]!.figures[0]!.finding;
    expect(finding(good)).toBe('C: ends at 95 %; the twins are one model.');
    expect(finding(good, false), 'to a defender').toBe('C: ends at 95 % for both twins.');
    expect(finding(twin('b', [1], [0.5]))).toBe('C: ends at 50 % for the suspect, 95 % for the clean twin.');
    expect(finding(twin('b', [NaN], [NaN]))).toBe('C: ends at no number for the suspect, 95 % for the clean twin.');
    expect(finding(twin('b', [], []))).toMatch(/not trained/);
    expect(comparedCurves([], accuracy, true).map(({ figures }) => figures)).toEqual([[], []]);
  });
});
