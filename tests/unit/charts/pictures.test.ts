import { expect, test } from 'vitest';
import { useRender } from './render.ts';

const render = useRender();

const percent = (value: number) => `${(100 * value).toFixed(0)} %`;
const whole = (value: number) => value.toFixed(0);

/** Every chart that has no test of its own, drawn from a few made-up numbers. Look at a change before it is accepted: `npx vitest -u`. */
const PICTURES: Readonly<Record<string, Record<string, unknown>>> = {
  Curves: {
    title: 'Loss',
    series: [
      { kind: 'clean', name: 'Clean twin', values: [0.9, 0.5, 0.3] },
      { kind: 'suspect', name: 'Suspect', values: [1, 0.7] },
    ],
    steps: 4,
    range: [0, 1],
    format: percent,
    playhead: 2,
  },
  Lines: {
    title: 'ROC',
    series: [
      { label: 'detector', x: [0, 0.2, 1], y: [0, 0.9, 1], loud: true },
      { label: 'chance', x: [0, 1], y: [0, 1], loud: false },
    ],
    xLabel: 'False alarms',
    yLabel: 'Recall',
    format: percent,
    formatX: percent,
    range: [0, 1],
    dots: true,
  },
  Bars: {
    title: 'Recall by class',
    bars: [
      { label: '3', value: 0.4, loud: true },
      { label: '8', value: 0.95, loud: false },
    ],
    limits: [0.9],
    format: percent,
  },
  Histogram: {
    title: 'Scores',
    bins: [
      { from: 0, to: 1, count: 12, marked: 0 },
      { from: 1, to: 2, count: 3, marked: 2 },
    ],
    limit: 1.5,
    xLabel: 'Score',
    formatX: whole,
  },
  Sparkline: {
    label: 'Test accuracy by epoch',
    series: [
      { kind: 'clean', values: [0.5, 0.9, 0.95] },
      { kind: 'suspect', values: [0.4, null, 0.94] },
    ],
  },
  ProbabilityBars: {
    clean: Float32Array.of(0.9, 0.1),
    suspect: Float32Array.of(0.2, 0.8),
    format: percent,
    classes: 2,
  },
  HeatMap: {
    caption: 'Attack success',
    columns: { term: 'rows', names: ['10', '80'] },
    rows: { term: 'rate', names: ['0.1'] },
    cells: [
      { text: '20 %', share: 0.2, label: '10 rows: 20 %' },
      { text: 'diverged', share: null, hatched: true, label: '80 rows: diverged' },
    ],
    kind: 'suspect',
  },
};

test.each(Object.entries(PICTURES))('%s draws what it drew before', async (name, props) => {
  const drawn = await render(`/src/charts/${name}.svelte`, props);
  expect(drawn).not.toMatch(/NaN|undefined|Infinity/);
  // A tag to a line, so that a change can be read.
  expect(drawn.replaceAll('><', '>\n<')).toMatchSnapshot();
});
