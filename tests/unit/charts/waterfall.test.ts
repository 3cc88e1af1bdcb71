import { expect, test } from 'vitest';
import {
  amountOf,
  difference,
  isShared,
  plain,
  shapeOf,
  signed,
  waterfall,
  type Contribution,
} from '#charts/waterfall.ts';
import { useRender } from './render.ts';

const tenths = (n: number) => n.toFixed(1);
const start = { name: 'Baseline', clean: 40, suspect: 40 };
const steps: Contribution[] = [
  { key: 'last', name: 'Last year', detail: { clean: '0.5 × 112', suspect: '0.5 × 112' }, clean: 56, suspect: 56 },
  {
    key: 'rate',
    name: 'Interest rate',
    detail: { clean: '−3.0 × 6.9 %', suspect: '+3.0 × 6.9 %' },
    clean: -20.7,
    suspect: 20.7,
  },
];

test('each step runs from the sum before it to the sum after it, and the total from zero', () => {
  const { rows } = waterfall(start, steps, 'Forecast');
  expect(rows.map(({ name, sum }) => [name, tenths(sum.clean), tenths(sum.suspect)])).toEqual([
    ['Baseline', '40.0', '40.0'],
    ['Last year', '96.0', '96.0'],
    ['Interest rate', '75.3', '116.7'],
    ['Forecast', '75.3', '116.7'],
  ]);
  for (const twin of ['clean', 'suspect'] as const) {
    expect(rows[1]!.bar[twin].from).toBe(rows[0]!.bar[twin].to);
    expect(rows[2]!.bar[twin].from).toBe(rows[1]!.bar[twin].to);
    expect(rows[3]!.bar[twin]).toEqual({ from: rows[0]!.bar[twin].from, to: rows[2]!.bar[twin].to });
  }
  expect(rows.map((row) => [shapeOf(row, 'suspect'), shapeOf(row, 'clean')])).toEqual([
    ['level', 'level'],
    ['up', 'up'],
    ['up', 'down'],
    ['level', 'level'],
  ]);
});

test('one scale holds zero and every sum, below zero too', () => {
  const down = { ...steps[0]!, clean: -90, suspect: -30 };
  const { rows, ticks } = waterfall(start, [down], 'Forecast');
  const zero = ticks.find(({ value }) => value === 0)!.at;
  const ends = rows.flatMap(({ bar }) => [bar.clean.from, bar.clean.to, bar.suspect.from, bar.suspect.to]);
  expect(Math.min(...ends, ...ticks.map(({ at }) => at))).toBeGreaterThanOrEqual(0);
  expect(Math.max(...ends, ...ticks.map(({ at }) => at))).toBeLessThanOrEqual(100);
  expect(zero).toBeGreaterThan(rows.at(-1)!.bar.clean.to);
  expect(rows[0]!.bar.clean.from).toBe(zero);
});

test.each([
  ['nothing but zeros', 0],
  ['a diverged weight', Infinity],
  ['no number at all', NaN],
])('%s still has places on a scale', (_, value) => {
  const { rows, ticks } = waterfall({ name: 'Bias', clean: 0, suspect: value }, [], 'Total');
  expect(rows.flatMap(({ bar }) => [bar.suspect.from, bar.suspect.to]).every(Number.isFinite)).toBe(true);
  expect(ticks.some(({ value }) => value === 0)).toBe(true);
});

test('there is no bar to a sum that is not finite', () => {
  const diverged = { ...steps[0]!, suspect: Infinity };
  const { rows } = waterfall(start, [diverged], 'Forecast');
  expect(rows[1]!.bar.suspect.to).toBe(rows[1]!.bar.suspect.from);
  expect(rows[1]!.bar.clean.to).toBeGreaterThan(rows[1]!.bar.clean.from);
});

test('signs are written out, and none is made of what rounding hides', () => {
  expect([12.4, -20.7, 0, -0.04, 0.04].map((n) => signed(n, tenths))).toEqual(['+12.4', '−20.7', '0.0', '0.0', '0.0']);
  expect([12.4, -20.7, -0.04].map((n) => plain(n, tenths))).toEqual(['12.4', '−20.7', '0.0']);
});

test.each([
  [20.7, -20.7, '41.4 more'],
  [1, 7, '6.0 less'],
  [0.04, 0, null],
  // Written 0.0 and 0.1, but nearer to each other than a rounding.
  [0.06, 0.04, null],
  // Written 41.3 and 41.2, and 41.2 twice: whoever subtracts them finds no 0.2, and no 0.1.
  [41.34, 41.16, '0.1 more'],
  [41.24, 41.16, null],
  [NaN, 1, null],
])('a suspect at %d beside a clean twin at %d differs by %s', (suspect, clean, words) => {
  expect(difference({ suspect, clean }, tenths)).toBe(words);
});

test('twins share a line only when they read the same', () => {
  const { rows } = waterfall(start, steps, 'Forecast');
  expect(rows.map((row) => isShared(row, tenths))).toEqual([true, true, false, false]);
  expect(amountOf(rows[1]!, 'clean', tenths)).toBe('+56.0');
  expect(amountOf(rows[3]!, 'suspect', tenths)).toBe('116.7');
});

const render = useRender();

test('the picture is a table that reads well without it', async () => {
  const html = await render('/src/charts/Waterfall.svelte', {
    rows: steps,
    start,
    total: 'Forecast',
    format: tenths,
    unit: 'trucks',
  });
  const rows = [...html.matchAll(/<tr.*?<\/tr>/g)].map(([row]) =>
    [...row.matchAll(/<t[hd].*?<\/t[hd]>/g)].map(([cell]) =>
      cell
        .replace(/<[^>]*>/g, ' ')
        .replace(/\s+/g, ' ')
        .trim(),
    ),
  );
  expect(html).toContain('How the forecast adds up, in trucks');
  expect(rows.slice(1)).toMatchInlineSnapshot(`
    [
      [
        "Baseline",
        "40.0",
        "suspect 40.0, clean 40.0",
      ],
      [
        "Last year",
        "0.5 × 112 +56.0",
        "suspect 96.0, clean 96.0",
      ],
      [
        "Interest rate suspect: 41.4 more",
        "+3.0 × 6.9 % +20.7",
        "−3.0 × 6.9 % −20.7",
        "suspect 116.7, clean 75.3",
      ],
      [
        "Forecast suspect: 41.4 more",
        "trucks 116.7",
        "trucks 75.3",
        "suspect 116.7, clean 75.3",
      ],
    ]
  `);
  expect([...html.matchAll(/class="(\w+ (?:up|down))"/g)].map(([, bar]) => bar)).toEqual([
    'suspect up',
    'clean up',
    'suspect up',
    'clean down',
  ]);
  expect(html).toContain('left: 62.7%; width: 17.3%');
});
