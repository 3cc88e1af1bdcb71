import { describe, expect, it, test } from 'vitest';
import { inWords, labelled, type StepLine } from '#charts/steps.ts';
import { useRender } from './render.ts';

test('step labels thin out where they would touch, and the last stays', () => {
  expect(labelled(['0', '1', '2', '3'], 40)).toEqual([true, true, true, true]);
  expect(labelled(['0', '10', '200', '400'], 20)).toEqual([false, true, false, true]);
  expect(labelled([], 20)).toEqual([]);
});

const labels = ['0', '5', '20'];
const lines: StepLine[] = [
  { kind: 'clean', name: 'clean twin', values: [0.01, 0.01, null] },
  { kind: 'suspect', name: 'suspect', values: [null, 0.5, 0.9], spans: [null, [0.4, 0.6], [0.8, 1]] },
];
const format = (value: number) => `${(100 * value).toFixed(0)} %`;

test('the picture in words tells ends of what is there', () => {
  expect(inWords('ASR', 'rows', labels, lines, format)).toBe(
    'ASR by rows: clean twin from 1 % at 0 to 1 % at 5, suspect from 50 % at 5 to 90 % at 20.',
  );
  expect(inWords('ASR', 'rows', labels, [], format)).toBe('ASR by rows: nothing measured yet.');
});

const render = useRender();

describe('a step chart', () => {
  const props = { title: 'ASR', xLabel: 'rows', labels, lines, range: [0, 1], format };

  it('draws a mark for each value that is there, and a band over several seeds', async () => {
    const html = await render('/src/charts/StepChart.svelte', props);
    expect(html.match(/<circle/g)).toHaveLength(2);
    expect(html.match(/<rect class="clean"/g)).toHaveLength(2);
    expect(html.match(/class="band suspect"/g)).toHaveLength(1);
    expect(html).not.toContain('role="button"');
    expect(html).not.toContain('NaN');
  });

  it('can be reached by one press of Tab, and says what each step holds', async () => {
    const html = await render('/src/charts/StepChart.svelte', { ...props, onpick: () => {}, pickWords: 'Open it.' });
    const buttons = [...html.matchAll(/role="button" tabindex="(-?\d)" aria-label="([^"]*)"/g)];
    expect(buttons.map(([, tabindex]) => tabindex)).toEqual(['0', '-1', '-1']);
    expect(buttons[1]![2]).toBe('rows 5: clean twin 1 %, suspect 50 %. Open it.');
    expect(buttons[2]![2]).toBe('rows 20: suspect 90 %. Open it.');
  });

  it('stays whole without a value', async () => {
    const empty = { ...props, range: null, lines: [{ kind: 'suspect', name: 'suspect', values: [null, null, null] }] };
    expect(await render('/src/charts/StepChart.svelte', empty)).not.toContain('NaN');
  });
});

test('a heat map is a table whose cells are buttons, coloured by their share', async () => {
  const html = await render('/src/charts/HeatMap.svelte', {
    caption: 'CA of the suspect',
    columns: { term: 'learning rate', names: ['0.1', '1'] },
    rows: { term: 'batch size', names: ['16'] },
    cells: [
      { text: '95 %', share: 0.95, label: 'learning rate 0.1: 95 %' },
      { text: 'diverged', share: null, hatched: true, label: 'learning rate 1: diverged' },
    ],
    kind: 'clean',
    onpick: () => {},
  });
  expect(html).toContain('<caption class="visually-hidden">CA of the suspect</caption>');
  expect([...html.matchAll(/<th scope="(\w+)"[^>]*>([^<]*)</g)].map(([, scope, text]) => [scope, text])).toContainEqual(
    ['row', '16'],
  );
  expect(html).toMatch(/--share: ?0\.9/);
  expect(html).toMatch(/<td class=" ?hatched empty"/);
  expect(html).toContain('aria-label="learning rate 1: diverged"');
});
