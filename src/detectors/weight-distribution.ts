import { cannotKnow, defineDetector, NOTHING_FOUND, type Finding, type Inspection } from '#lab/detector.ts';
import { linearNames } from './parts/parameter-words.ts';
import { barsOf, cleanModels, judge, readingsOf, tell, whyUnfit, type Judged, type Reading } from './parts/readings.ts';
import { shapesOf, type Shape } from './parts/weight-shapes.ts';
import { counted, figure, grouped } from './parts/words.ts';

/** Amounts of a linear forecast's parameters that do not matter, in the target's unit. */
const GRAIN = 0.01;

export default defineDetector({
  id: 'weight-distribution',
  title: 'Distribution of weights',
  plainly: 'Are any of the model’s numbers larger or odder than usual?',
  kind: 'anomaly',
  looksAt: 'weights',
  rows: 'any',
  summary: {
    images:
      'Compares how large and how uneven the weights of each layer and unit are with those of clean models of the same shape.',
    table:
      'Compares how large and how uneven the weights of each layer and unit are with those of clean models of the same shape, and each ' +
      'weight of a linear forecast with its own value there.',
  },
  blind: {
    images:
      'A backdoor learned from poisoned rows has weights like any others, and so has a model in which two classes were exchanged. An ' +
      'attacker who knows the limits stays within them.',
    table:
      'A backdoor learned from poisoned rows has weights like any others. An attacker who knows the limits stays within them.',
  },
  paper: null,
  fields: {},
  async run(inspection) {
    const unfit = whyUnfit(inspection.suspect);
    if (unfit) return cannotKnow(unfit);
    const clean = await cleanModels(inspection);
    if (typeof clean === 'string') return cannotKnow(clean);
    const shapes = shapesIn(inspection);
    const own = shapes(inspection.suspect.parameters);
    const usual: Shape[][] = [];
    for (const { parameters } of clean) {
      await inspection.pause();
      usual.push(shapes(parameters));
    }
    const verdict = judge(readingsOf(own, usual));
    const loud = verdict.judged.filter(({ signal }) => signal !== 'quiet');
    return {
      ...NOTHING_FOUND,
      signal: verdict.signal,
      says: loud[0]
        ? saysOf(loud[0], loud.length, own.length)
        : 'Weights and biases are as large and as uneven as in clean models.',
      sure: verdict.sure,
      measurements: tell(verdict),
      pictures: [barsOf(verdict, 'Distance from clean models, in standard deviations')],
      units: unitsOf(loud),
    };
  },
});

/** What is read off models like the suspect: each parameter of a linear forecast, the shape of all others. */
function shapesIn({ train, suspect: { spec } }: Inspection): (parameters: Float32Array) => Shape[] {
  const names = linearNames(spec, train);
  if (!names) return (parameters) => shapesOf(parameters, spec);
  return (parameters) =>
    Array.from(parameters, (value, place) => ({
      label: names[place]!,
      value,
      scale: 'linear',
      grain: GRAIN,
      side: 'either',
      unit: null,
    }));
}

function saysOf({ label, value, clean }: Judged<Shape & Reading>, loud: number, all: number): string {
  const usual = `${figure(Math.min(...clean))} to ${figure(Math.max(...clean))}`;
  return `${counted(loud, 'number')} of ${grouped(all)} ${loud === 1 ? 'is' : 'are'} out of the ordinary, most of all “${label}”: ${figure(value)}, where clean models have ${usual}.`;
}

/** Units that were found out, each once, by layer and place. */
function unitsOf(loud: readonly Judged<Shape & Reading>[]): Finding['units'] {
  const found = new Map(loud.flatMap(({ unit }) => (unit ? [[`${unit.layer}/${unit.unit}`, unit]] : [])));
  return [...found.values()].sort((a, b) => a.layer - b.layer || a.unit - b.unit);
}
