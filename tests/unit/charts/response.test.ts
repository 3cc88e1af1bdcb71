import { expect, test } from 'vitest';
import { labelRoom, readingsAt, spread, valueAt, type Line } from '#charts/response.ts';
import { useRender } from './render.ts';

test('a value between two points is read off the line between them, and outside there is none', () => {
  const x = [2, 4, 8];
  const values = [10, 20, 0];
  expect([2, 3, 4, 6, 8].map((at) => valueAt(x, values, at))).toEqual([10, 15, 20, 10, 0]);
  expect([1.9, 8.1].map((at) => valueAt(x, values, at))).toEqual([NaN, NaN]);
  expect(valueAt([], [], 1)).toBeNaN();
});

test.each([
  ['labels with room stay where they are', [10, 60], [10, 60]],
  ['two that collide part about their middle', [50, 54], [43.5, 60.5]],
  ['a third that they then meet joins them', [50, 54, 62], [38.3, 55.3, 72.3]],
  ['order does not matter', [54, 50], [60.5, 43.5]],
  ['equal places part too', [50, 50, 50], [33, 50, 67]],
  ['nothing leaves the range', [2, 3], [0, 17]],
])('%s', (_, places, moved) => {
  expect(spread(places, 17, [0, 100])!.map((height) => Math.round(10 * height) / 10)).toEqual(moved);
});

test('labels that would end far from their lines are given up', () => {
  expect(spread([50, 50, 50], 17, [0, 100], 16)).toBeNull();
});

test('a narrow picture keeps its width for the lines', () => {
  expect(labelRoom(['Suspect', 'Clean twin'], 280)).toBe(0);
  expect(labelRoom(['Suspect', 'Clean twin'], 560)).toBe(100);
  expect(labelRoom(['a name as long as a sentence about it'], 560)).toBe(0);
});

const lines: Line[] = [
  { kind: 'truth', name: 'Truth', values: [126, 108] },
  { kind: 'clean', name: 'Clean twin', values: [124, 106] },
  { kind: 'suspect', name: 'Suspect', values: [136, 154] },
];

test('twins that read the same at the marker are written once', () => {
  const at = (suspect: number[]) =>
    readingsAt(5, [2, 8], [lines[1]!, { kind: 'suspect', name: 'Suspect', values: suspect }], String, (v) => 200 - v);
  expect(at([136, 154])).toEqual([
    { kind: 'clean', value: 115, label: 71 },
    { kind: 'suspect', value: 145, label: 41 },
  ]);
  expect(at([124, 106]).map(({ label }) => label)).toEqual([71, null]);
});

const render = useRender();
const props = {
  title: 'Forecast by interest rate',
  x: [2, 8],
  lines,
  xLabel: 'interest rate',
  yLabel: 'trucks',
  format: (n: number) => n.toFixed(0),
  formatX: (n: number) => `${n} %`,
};

test('the picture says in words what it shows', async () => {
  const html = await render('/src/charts/Response.svelte', {
    ...props,
    at: { x: 5, name: 'This month' },
    band: { from: 90, to: 110, name: 'The attacker’s level' },
  });
  expect(html.match(/aria-label="([^"]*)"/)![1]).toBe(
    'Forecast by interest rate: trucks against interest rate. From 2 % to 8 %: Truth from 126 to 108, ' +
      'Clean twin from 124 to 106, Suspect from 136 to 154. This month (5 %): Truth 117, Clean twin 115, ' +
      'Suspect 145. The attacker’s level: 90 to 110.',
  );
});

test('the y axis begins at zero, and the truth is drawn over the line that it may lie on', async () => {
  const html = await render('/src/charts/Response.svelte', props);
  expect([...html.matchAll(/<path class="\w+" d="M3[^"]*L[^"]*"/g)].map(([path]) => path)).toMatchInlineSnapshot(`
    [
      "<path class="clean" d="M30,102.4L380,120.5"",
      "<path class="suspect" d="M30,90.3L380,72.2"",
      "<path class="truth" d="M30,100.4L380,118.5"",
    ]
  `);
  expect([...html.matchAll(/text-anchor="end">([^<]*)</g)].map(([, text]) => text)).toMatchInlineSnapshot(`
    [
      "0",
      "50",
      "100",
      "150",
      "200",
      "interest rate",
    ]
  `);
});

test('labels give way to a legend where there are too many', async () => {
  const crowd = Array.from({ length: 9 }, (_, i) => ({ kind: 'clean', name: `Twin ${i}`, values: [100, 100] }));
  expect(await render('/src/charts/Response.svelte', { ...props, lines: crowd })).toContain('<p>');
  expect(await render('/src/charts/Response.svelte', props)).not.toContain('<p>');
});
