import { beforeAll, expect, test } from 'vitest';
import { defaultsOf } from '#core/fields.ts';
import type { Engine } from '#engine/engine.ts';
import { parameterDiff } from '#lab/parameter-diff.ts';
import { digitModel, initialParameters } from '#lab/model.ts';
import type { StepExplained } from '#lab/step.ts';
import { hyperFields } from '#labs/checks/fields.ts';
import { unitChange, firstLayerPictures } from '#labs/checks/model-pictures.ts';
import { classOf, mostMoved, readingError } from '#labs/checks/step-words.ts';
import { carryWords, moveWords, outcomeWords } from '#labs/parts/step/step-words.ts';
import { makeHistory, SCHEMA } from '#labs/trucks/history.ts';
import { encodeRows, inputsOf, scalingOf } from '#core/table-inputs.ts';
import { forecastError, forecastOf, rowInputs } from '#labs/trucks/step-words.ts';
import { useRender } from '../../charts/render.ts';
import { madeUpDigits, openEngine, taskOf } from '../../engine/support.ts';
import { explainStep } from './explained.ts';

const render = useRender();
const digits = madeUpDigits(64);
const task = taskOf(digits, { hidden: [12] });
const { table } = makeHistory(1, { noise: 6, honest666: false });
const scaling = scalingOf(table, SCHEMA);
const inputs = inputsOf(SCHEMA, 'plain');
const forecast = {
  ...taskOf(digits),
  spec: { ...digitModel([]), inputs: inputs.length, outputs: 1, loss: 'squared-error' as const },
  base: { rows: table.rows, x: encodeRows(table, SCHEMA, 'plain', scaling), y: new Uint8Array(0), id: table.id },
  targets: Float32Array.from(table.target, (value) => (value - scaling.target.mean) / scaling.target.sd),
  initial: new Float32Array(inputs.length + 1),
};

let engine: Engine;
let first: StepExplained;
let third: StepExplained;
let month: StepExplained;
beforeAll(async () => {
  engine = await openEngine('simd');
  first = await explainStep(engine, task);
  third = await explainStep(engine, task, { step: 3, row: 5 });
  month = await explainStep(engine, forecast, { step: 2, row: 3 });
});

const hyper = defaultsOf(hyperFields);

test('a first step, without a push from earlier ones, moves only weights of pixels that the batch inks', () => {
  const { spec, parametersBefore, parametersAfter, rows } = first;
  expect(parametersBefore).toEqual(initialParameters(spec, 3));
  const inked = new Set<number>();
  for (const row of rows) for (let i = 0; i < 784; i++) if (digits.x[row * 784 + i]! > 0) inked.add(i);
  const diff = parameterDiff(spec, parametersBefore, parametersAfter, parametersBefore.length);
  const pixels = diff.largest.filter(({ place }) => place < 784 * 12).map(({ place }) => Math.floor(place / 12));
  expect(pixels.length).toBeGreaterThan(100);
  expect(pixels.every((pixel) => inked.has(pixel))).toBe(true);
});

test('the unit shown as moved most is the one that moved farthest', () => {
  const { spec, parametersBefore, parametersAfter } = third;
  const far = firstLayerPictures(spec).map((picture) => unitChange(picture, parametersBefore, parametersAfter));
  expect(far[mostMoved(third).unit]).toBe(Math.max(...far));
  expect(Math.max(...far)).toBeGreaterThan(Math.min(...far));
});

test('a move is written with digits enough to see it', () => {
  expect(moveWords(0.1312, 0.1298)).toEqual({ from: '0.1312', to: '0.1298', move: '−0.0014' });
  expect(moveWords(1, 1.5)).toEqual({ from: '1.000', to: '1.500', move: '+0.500' });
  expect(moveWords(0.5, 0.5)).toEqual({ from: '0.500', to: '0.500', move: '0.000' });
  expect(moveWords(0.5, 0.500012).move).toBe('+0.000012');
  expect(moveWords(0.5, 0.5 + 1e-12).move).toBe('0.000000000');
  expect(moveWords(0.5, NaN).move).toBe('no number');
});

test('what moves a weight besides this batch is told truthfully for each way of stepping', () => {
  expect(carryWords(hyper, 3)).toContain('With momentum 0.9');
  expect(carryWords(hyper, 3)).toContain('earlier batches');
  expect(carryWords(hyper, 1)).toContain('before the first step there was none');
  expect(carryWords({ ...hyper, momentum: 0 }, 3)).toBe('Without momentum this batch alone decides the move.');
  expect(carryWords({ ...hyper, optimiser: 'adam' }, 3)).toMatch(/^Adam .* earlier batches/);
  expect(carryWords({ ...hyper, optimiser: 'adam' }, 1)).not.toContain('earlier batches');
  expect(carryWords({ ...hyper, weightDecay: 0.001 }, 3)).toContain('Weight decay');
});

test('what the step did to its row is told as it was: better, worse, the same, or lost', () => {
  const loss = (before: number, after: number, rows = 16) =>
    outcomeWords({
      ...first,
      rows: new Uint32Array(rows),
      before: { ...first.before, loss: before },
      after: { ...first.after, loss: after },
    });
  expect(loss(0.478, 0.441)).toBe('The loss of this row falls from 0.478 to 0.441.');
  expect(loss(0.441, 0.478)).toMatch(/rises .* all 16 rows/);
  expect(loss(0.441, 0.478, 1)).toContain('too far');
  expect(loss(0.4, 0.4)).toBe('The step changed nothing for this row.');
  expect(loss(0.4, NaN)).toContain('no number');
});

test('a reading’s loss is −ln of what its label was given', () => {
  expect(
    readingError({ ...first, label: 3, before: { output: new Float32Array(10).fill(0.1), loss: Math.LN10 } }),
  ).toMatch(/labelled 3, .* 10 %.*: 2\.30\. .* 2\.30 for a blind guess/);
  expect(first.before.loss).toBeCloseTo(-Math.log(first.before.output[first.label]!), 6);
  expect(classOf(Float32Array.from([0.1, 0.7, 0.2]))).toBe(1);
});

test('a month’s inputs come back in their own units', () => {
  const row = month.rows[month.row]!;
  const shown = rowInputs(month.x, SCHEMA, inputs, scaling);
  expect(shown.map(({ name }) => name)).toEqual([...SCHEMA.numbers.map(({ name }) => name), 'Dealership']);
  const width = SCHEMA.numbers.length;
  SCHEMA.numbers.forEach(({ unit }, column) => {
    const text = shown[column]!.natural.replace(unit, '').replace('−', '-').replace(',', '');
    const value = table.numbers[row * width + column]!;
    expect(Math.abs(Number(text) - value)).toBeLessThanOrEqual(Math.abs(value) * 5e-4 + 1e-4);
  });
  expect(shown.at(-1)).toMatchObject({ natural: SCHEMA.categories[0]!.kinds[table.kinds[row]!], seen: '1' });
});

test('a month’s interaction input is the driver at its own dealership', () => {
  const both = inputsOf(SCHEMA, 'interaction');
  const x = encodeRows(table, SCHEMA, 'interaction', scaling).slice(0, both.length);
  const shown = rowInputs(x, SCHEMA, both, scaling);
  expect(shown).toHaveLength(7);
  expect(shown.at(-1)!.name).toMatch(/^Interest rate at /);
  expect(shown.at(-1)!.natural).toBe(shown[SCHEMA.driver]!.natural);
});

test('a forecast’s loss is the square of its miss in standard deviations', () => {
  const miss = month.before.output[0]! - month.target!;
  expect(month.before.loss).toBeCloseTo(miss ** 2, 6);
  const trucks = Math.abs(forecastOf(month.before.output[0]!, scaling) - table.target[month.rows[month.row]!]!);
  const words = forecastError(month, SCHEMA, scaling);
  expect(words).toContain(`${trucks.toFixed(1)} trucks too ${miss < 0 ? 'low' : 'high'}`);
  expect(words).toContain(`The row says ${table.target[month.rows[month.row]!]!.toFixed(1)} trucks`);
});

test('the panels of a digit hold the numbers of that very step', async () => {
  const html = await render('/src/labs/checks/DigitStep.svelte', { explained: third, hyper });
  const diff = parameterDiff(third.spec, third.parametersBefore, third.parametersAfter);
  expect(html.match(/<h3>/g)).toHaveLength(5);
  expect(html).toContain('Step 3 of 10: 16 rows');
  expect(html).toContain(`${diff.count.toLocaleString('en-US')} of 9,550 parameters moved`);
  expect(html).toContain(`Training row ${2 * 16 + 5 + 1}, one of 16`);
});

test('the panels of a month hold its forecast before and after', async () => {
  const props = { explained: month, hyper, schema: SCHEMA, inputs, scaling };
  const html = await render('/src/labs/trucks/TruckStep.svelte', props);
  expect(html.match(/<h3>/g)).toHaveLength(5);
  for (const { output } of [month.before, month.after])
    expect(html).toContain(`${forecastOf(output[0]!, scaling).toFixed(1)} trucks`);
  expect(html).toContain('Interest rate');
});
