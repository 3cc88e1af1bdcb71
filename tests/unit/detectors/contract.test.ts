import { beforeAll, describe, expect, test } from 'vitest';
import { defaultsOf, type Values } from '#core/fields.ts';
import type { Table } from '#core/table.ts';
import type { InspectedModel } from '#engine/protocol.ts';
import { wordsFor, type Detector, type Finding, type Inspection, type Rows } from '#lab/detector.ts';
import { detectorIds, loadDetector } from '#registry/detectors.ts';
import { BARE, MIXED, tableFrom } from '../labs/trucks/support.ts';
import { firstDigits, recipeOf, Ward } from './support.ts';

const detectors = await Promise.all(detectorIds.map(loadDetector));
const offered = (kind: Rows['kind']) => detectors.filter(({ rows }) => rows === kind || rows === 'any');

const QUICK = { model: { hidden: 8 }, hyper: { epochs: 2 } };
const CONV = { model: { kind: 'conv' }, hyper: { epochs: 1 } };
/** Digests name what a recipe takes from elsewhere. */
const [FEW, PLAIN, STILL] = ['0000000000000001', '0000000000000002', '0000000000000003'];
const OWN: Record<string, Table> = {
  [FEW!]: tableFrom(MIXED, [
    [1, 2, 0, 0, 5],
    [2, 4, 1, 2, 4],
    [3, 1, 0, 3, 7],
    [4, 3, 1, 1, 2],
    [2, 2, 0, 2, 6],
  ]),
  [PLAIN!]: tableFrom(
    BARE,
    Array.from({ length: 60 }, (_, i) => [i % 7, (3 * i) % 11, (i % 7) - 2 * ((3 * i) % 11)]),
  ),
  // One number never varies, and neither does the target.
  [STILL!]: tableFrom(
    MIXED,
    Array.from({ length: 60 }, (_, i) => [4, i % 9, i % 2, i % 4, 12]),
  ),
};

const diverged = (model: InspectedModel): InspectedModel => ({
  ...model,
  parameters: model.parameters.map(() => NaN),
});

function expectLegal(finding: Finding, { train, suspect }: Inspection): void {
  expect(['quiet', 'suspicious', 'alarm', 'cannot-know']).toContain(finding.signal);
  for (const sentence of [finding.says, finding.sure]) expect(sentence).toMatch(/^\S.+[.?!]$/s);
  for (const { label, text } of finding.measurements) expect(label && text).toBeTruthy();
  expect(structuredClone(finding)).toEqual(finding);
  const { rows, relabel, units, target } = finding;
  if (rows) {
    expect([...rows.flagged]).toEqual([...new Set(rows.flagged)].sort((a, b) => a - b));
    expect(rows.flagged.every((row) => row < train.data.rows)).toBe(true);
    if (rows.scores) {
      expect(rows.scores.length).toBe(train.data.rows);
      expect(rows.scores.some(Number.isNaN)).toBe(false);
    }
  }
  if (relabel) expect(relabel.length).toBe(rows?.flagged.length);
  for (const { layer, unit } of units) expect(unit < (suspect.spec.hidden[layer] ?? 0)).toBe(true);
  if (target !== null) expect(target < suspect.spec.outputs).toBe(true);
  for (const picture of finding.pictures) {
    expect(picture.title.length).toBeGreaterThan(4);
    if (picture.kind !== 'scatter') continue;
    const { x, y, group, rows } = picture;
    expect([y.length, group.length, rows.length]).toEqual(Array(3).fill(x.length));
    expect(rows.every((row) => row < train.data.rows)).toBe(true);
  }
}

/** Every array of some rows, as one text: a general comparison of large arrays takes seconds. */
function print({ data }: Rows): string {
  const arrays = Object.values(data).filter(ArrayBuffer.isView);
  return arrays
    .map(({ buffer, byteOffset, byteLength }) => Buffer.from(buffer, byteOffset, byteLength).toString('latin1'))
    .join();
}

const run = (detector: Detector, inspection: Inspection, values: Values = defaultsOf(detector.fields)) =>
  detector.run(inspection, values);

let [digits, tables, conv]: Ward[] = [];
beforeAll(async () => {
  digits = await Ward.open({}, firstDigits(600));
  tables = await Ward.open(OWN);
  conv = await Ward.open({}, firstDigits(60), 'wasm');
}, 30_000);

describe.each(['images', 'table'] as const)('on %s', (kind) => {
  const [lab, attack] =
    kind === 'images' ? (['checks', 'stamped-trigger'] as const) : (['trucks', 'dealer-666'] as const);
  const recipe = recipeOf(lab, { ...(kind === 'images' ? QUICK : {}), attack, values: { rows: 30 } });
  const inspect = () => (kind === 'images' ? digits : tables)!.inspect(recipe);

  test.each(offered(kind).map((detector) => [detector.id, detector] as const))(
    '%s finds the same twice, says what is legal, and leaves what it looks at alone',
    async (_, detector) => {
      const inspection = await inspect();
      const before = [print(inspection.train), print(inspection.sealed), inspection.suspect.parameters.join()];
      const finding = await run(detector, inspection);
      expectLegal(finding, inspection);
      expect(await run(detector, await inspect())).toEqual(finding);
      expect([print(inspection.train), print(inspection.sealed), inspection.suspect.parameters.join()]).toEqual(before);
    },
    60_000,
  );
});

describe.each<[string, Rows['kind'], () => Promise<Inspection>]>([
  ['a model that diverged', 'images', () => digits!.inspect(recipeOf('checks', QUICK), diverged)],
  ['a linear model', 'images', () => digits!.inspect(recipeOf('checks', { ...QUICK, model: { kind: 'linear' } }))],
  [
    'two hidden layers',
    'images',
    () => digits!.inspect(recipeOf('checks', { ...QUICK, model: { kind: 'hidden-2', hidden: 8, hidden2: 8 } })),
  ],
  ['a convolutional model', 'images', () => conv!.inspect(recipeOf('checks', CONV))],
  [
    'a class without rows',
    'images',
    () => digits!.inspect(recipeOf('checks', { ...QUICK, attack: 'label-flip', values: { share: 1 } })),
  ],
  ['twenty images', 'images', async () => (await Ward.open({}, firstDigits(20))).inspect(recipeOf('checks', QUICK))],
  [
    'a model from a file',
    'images',
    () => digits!.inspect(recipeOf('checks', QUICK), (model) => ({ ...model, origin: 'file', history: [] })),
  ],
  ['a forecast that diverged', 'table', () => tables!.inspect(recipeOf('trucks'), diverged)],
  [
    'a forecast with a hidden layer',
    'table',
    () => tables!.inspect(recipeOf('trucks', { model: { kind: 'hidden' }, hyper: { epochs: 4 } })),
  ],
  [
    'a forecast with interactions',
    'table',
    () => tables!.inspect(recipeOf('trucks', { model: { kind: 'interaction' }, hyper: { epochs: 4 } })),
  ],
  ['fewer rows than columns', 'table', () => tables!.inspect(recipeOf('trucks', { data: { table: FEW! } }))],
  ['a table of numbers alone', 'table', () => tables!.inspect(recipeOf('trucks', { data: { table: PLAIN! } }))],
  ['a target that never varies', 'table', () => tables!.inspect(recipeOf('trucks', { data: { table: STILL! } }))],
])('%s', (_, kind, inspect) => {
  test.each(offered(kind).map((detector) => [detector.id, detector] as const))(
    'gets a sentence from %s, and no error',
    async (_, detector) => {
      const inspection = await inspect();
      expectLegal(await run(detector, inspection), inspection);
    },
    60_000,
  );
});

test.each(detectors.map((detector) => [detector.id, detector] as const))(
  '%s says what it is for and when it is blind',
  (_, detector) => {
    expect(detector.plainly).toMatch(/^[A-Z].{20,70}[.?]$/);
    for (const kind of ['images', 'table'] as const)
      for (const sentence of [wordsFor(detector.summary, kind), wordsFor(detector.blind, kind)])
        expect(sentence).toMatch(/^[A-Z].{20,}[.]$/s);
    for (const field of Object.values(detector.fields)) expect(field.help).toMatch(/[.]$/);
    expect(detector.title.length).toBeGreaterThan(4);
  },
);

test.each([
  ['images', /dealership|truck|interest rate|forecast/i],
  ['table', /\bdigit|\bink\b|handwrit/i],
] as const)('no detector speaks of another lab to people who look at %s', (kind, foreign) => {
  for (const { plainly, summary, blind } of offered(kind))
    for (const said of [plainly, wordsFor(summary, kind), wordsFor(blind, kind)]) expect(said).not.toMatch(foreign);
});

test('a detector stops when the learner does', async () => {
  const inspection = await digits!.inspect(recipeOf('checks', QUICK));
  const stop = { ...inspection, pause: () => Promise.reject(new Error('stop')) };
  const settled = await Promise.allSettled(offered('images').map((detector) => run(detector, stop)));
  expect(
    settled.every(
      ({ status, ...rest }) => status === 'fulfilled' || (rest as { reason: Error }).reason.message === 'stop',
    ),
  ).toBe(true);
});
