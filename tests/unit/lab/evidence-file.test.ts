import * as v from 'valibot';
import { describe, expect, it, test } from 'vitest';
import type { DayTotals } from '#labs/checks/day.ts';
import type { Evidence, TwinEvidence } from '#labs/checks/evidence.ts';
import record from '#labs/checks/record.ts';
import { digitModel } from '#lab/model.ts';
import { evidenceFile, evidenceSchema } from '#lab/evidence-file.ts';
import { usual } from './catalog.ts';

const DIGEST = 'ab'.repeat(32);
const TOTALS: DayTotals = { paidAutomatically: 1, sentToClerk: 0, misread: 1, lost: 5000, shorted: 0 };

const confusion = new Uint32Array(100);
for (let label = 0; label < 10; label++) confusion[label * 11] = 200;

const parameters = new Float32Array(25_450);
const twin: TwinEvidence = {
  status: 'trained',
  origin: 'live',
  parameters,
  learned: parameters,
  digest: DIGEST,
  history: [{ epoch: 1, loss: 0.4, trainAccuracy: 0.9, testScore: 0.92 }],
  engine: 'simd',
  trainMs: 210.5,
  predictions: { plain: new Float32Array(20_000), triggered: null },
  accuracy: 0.96,
  recall: new Array<number>(10).fill(0.96),
  confusion,
  attackSuccess: { source: 0.99, all: 0.6 },
};

const reading = { digits: [8, 0, 0, 0], confidence: [1, 1, 1, 1], amount: 8000, outcome: 'paid', paid: 8000 } as const;
const written = {
  number: 1,
  payee: 'A',
  memo: 'B',
  amount: 3000,
  digits: [3, 0, 0, 0],
  rows: [1, 2, 3, 4],
  marked: [true, false, false, false],
};
const evidence: Evidence = {
  recipe: usual,
  spec: digitModel([32]),
  clean: twin,
  suspect: twin,
  budget: { rows: 80, rowsTotal: 8000, byContributor: [{ contributor: 'd', rows: 80 }] },
  edited: { edits: 0, parameters: 0 },
  desk: { checks: [{ written, clean: reading, suspect: reading }], clean: TOTALS, suspect: TOTALS },
  engine: { id: 'simd', renderer: 'WebAssembly SIMD' },
  timings: { evaluateMs: 31 },
};
/** That evidence with a part of it changed. */
const but = (part: Partial<Evidence>): Evidence => ({ ...evidence, ...part });
const extra = {
  appVersion: '0.1.0',
  dataDigests: { clean: DIGEST, suspect: DIGEST },
};

describe('an evidence file', () => {
  it('says what was measured, and comes back from its text', () => {
    const file = evidenceFile(evidence, record, extra);
    expect(file).toMatchObject({
      schema: 'poison-lab-evidence/1',
      recipe: usual,
      budget: { rows: 80, byContributor: [{ contributor: 'd', rows: 80 }] },
      suspect: {
        parameterDigest: DIGEST,
        parameterCount: 25_450,
        attackSuccess: { source: 0.99, all: 0.6 },
        desk: { checksRead: 1, paidAutomatically: 1, reviewed: 0, misread: 1, moneyLost: 5000, moneyShorted: 0 },
      },
    });
    expect((file.clean.confusion as number[][])[3]).toEqual([0, 0, 0, 200, 0, 0, 0, 0, 0, 0]);
    expect(v.parse(evidenceSchema(record), JSON.parse(JSON.stringify(file)))).toEqual(file);
  });

  it('writes null for what was not finite', () => {
    const history = [{ epoch: 1, loss: NaN, trainAccuracy: 0.1, testScore: 0.1 }];
    const file = evidenceFile(
      but({ suspect: { ...twin, status: 'diverged', history, attackSuccess: null } }),
      record,
      extra,
    );
    expect(file.suspect.epochs[0]).toEqual({ epoch: 1, loss: null, trainAccuracy: 0.1, testScore: 0.1 });
    expect(v.is(evidenceSchema(record), JSON.parse(JSON.stringify(file)))).toBe(true);
  });

  it('is never written when it would not be valid', () => {
    expect(() => evidenceFile(but({ clean: { ...twin, digest: 'abc' } }), record, extra)).toThrow();
    expect(() => evidenceFile(but({ clean: { ...twin, accuracy: 1.2 } }), record, extra)).toThrow();
  });
});

test.each<[string, string, unknown]>([
  ['another schema', 'schema', 'poison-lab-evidence/2'],
  ['a digest that is none', 'clean.parameterDigest', DIGEST.toUpperCase()],
  ['an accuracy above 1', 'suspect.accuracy', 1.01],
  ['half a row', 'budget.rows', 0.5],
  ['a missing twin', 'clean', undefined],
  ['a field nobody knows', 'clean.note', 'x'],
  ['a confusion of other size than the recall', 'clean.confusion', [[1]]],
  ['checks that do not add up', 'clean.desk.reviewed', 7],
  ['a recipe of another version', 'recipe.version', 3],
  ['a setting that is a list', 'recipe.model.hidden', [32]],
  ['a row edit of no kind', 'recipe.rows', [['paint', 1, 2]]],
  ['an edit with a word in it', 'recipe.edits', [['set', 1, 'two']]],
  ['half an edit', 'edited.edits', 0.5],
  ['a contributor without rows', 'budget.byContributor', [{ contributor: 'd' }]],
  ['a name of a million letters', 'engine.renderer', 'x'.repeat(1_000_000)],
])('a file with %s is refused', (_, path, value) => {
  const file: unknown = JSON.parse(JSON.stringify(evidenceFile(evidence, record, extra)));
  const keys = path.split('.');
  const holder = keys.slice(0, -1).reduce((record, key) => (record as Record<string, unknown>)[key], file);
  (holder as Record<string, unknown>)[keys.at(-1)!] = value;
  expect(v.is(evidenceSchema(record), file)).toBe(false);
});
