import { describe, expect, it, test } from 'vitest';
import { judgedBy } from '#lab/lesson.ts';
import { defaultRecipe, repairRecipe } from '#lab/repair.ts';
import { fileName } from '#registry/by-id.ts';
import { attacks, labs } from '#registry/index.ts';
import { loadLesson, loadLessons } from '#registry/lessons.ts';
import { selectorOf, STATIONS } from '#labs/parts/guide/targets.ts';
import { catalog } from '../lab/catalog.ts';

const lessons = await loadLessons();
const NAME = /^[a-z0-9-]{1,60}$/;

test('lessons come in the order of the course, each number once', () => {
  const numbers = lessons.map(({ number }) => number);
  expect(numbers).toEqual(numbers.toSorted((a, b) => a - b));
  expect(new Set(numbers).size).toBe(numbers.length);
});

test('a lesson is loaded by the name of its file; of another there is none', async () => {
  const files = Object.keys(import.meta.glob('../../../src/lessons/*.ts')).map(fileName);
  expect(lessons.map(({ id }) => id).toSorted()).toEqual(files.toSorted());
  for (const id of ['nowhere', '', '../attacks/label-flip', '__proto__']) expect(await loadLesson(id)).toBeNull();
});

const usualOf = (lab: string) => defaultRecipe(labs.get(lab)!, attacks);

describe.each(lessons)('lesson $number, $id', (lesson) => {
  const { steps } = lesson;

  it('names its steps, each once', () => {
    expect(lesson.id).toMatch(NAME);
    for (const { id } of steps) expect(id).toMatch(NAME);
    expect(new Set(steps.map(({ id }) => id)).size).toBe(steps.length);
  });

  it('says what it is for, and takes ten to fifteen minutes', () => {
    expect(lesson.promise.length).toBeGreaterThan(20);
    expect(lesson.minutes).toBeGreaterThanOrEqual(10);
    expect(lesson.minutes).toBeLessThanOrEqual(15);
    for (const { title, text } of steps) {
      expect(title.length).toBeGreaterThan(4);
      expect(text.length).toBeGreaterThan(0);
      // Three short paragraphs is what one reads beside a bench.
      expect(text.length).toBeLessThanOrEqual(3);
      for (const paragraph of text) expect(paragraph.length).toBeLessThan(320);
    }
  });

  it('points at nothing twice named, and rests stations that there are', () => {
    for (const { target } of steps) if (target) expect(selectorOf(target)).not.toBe('');
    for (const step of steps)
      if (step.kind === 'do') for (const station of step.stations) expect(Object.keys(STATIONS)).toContain(station);
  });

  it('starts each step from a legal recipe of its lab', () => {
    for (const { bench, lab = lesson.lab } of steps) {
      if (!bench) continue;
      const recipe = bench(usualOf(lab));
      expect(repairRecipe(recipe, catalog)).toEqual({ recipe, changes: [] });
      expect(recipe.lab).toBe(lab);
    }
  });

  it('offers at least two answers wherever it asks, each once', () => {
    for (const step of steps) {
      if (step.kind !== 'predict' && step.kind !== 'ask') continue;
      expect(step.options.length).toBeGreaterThan(1);
      for (const part of ['id', 'text'] as const)
        expect(new Set(step.options.map((option) => option[part])).size).toBe(step.options.length);
      for (const { id } of step.options) expect(id).toMatch(NAME);
    }
  });

  it('ends with three to five questions, one answer of each right and a reason for every one', () => {
    const asked = steps.filter((step) => step.kind === 'ask');
    expect(asked.length).toBeGreaterThanOrEqual(3);
    expect(asked.length).toBeLessThanOrEqual(5);
    expect(steps.slice(-asked.length)).toEqual(asked);
    for (const { options } of asked) {
      expect(options.filter(({ right }) => right)).toHaveLength(1);
      for (const { why } of options) expect(why.length).toBeGreaterThan(20);
    }
    // Who always takes the same place does not get through.
    expect(new Set(asked.map(({ options }) => options.findIndex(({ right }) => right))).size).toBeGreaterThan(1);
  });

  it('gives hints to everything that is to be done', () => {
    const todo = steps.filter((step) => step.kind === 'do');
    expect(todo.length).toBeGreaterThan(0);
    for (const { hints } of todo) {
      expect(hints.length).toBeGreaterThan(1);
      expect(new Set(hints).size).toBe(hints.length);
    }
  });

  it('has every prediction judged once, by a later step', () => {
    const judged = steps.flatMap((step, at) =>
      step.kind === 'do' ? judgedBy(lesson, step).map((prediction) => ({ prediction, at })) : [],
    );
    const named = steps.flatMap((step) => (step.kind === 'do' ? step.judges : []));
    expect(judged.map(({ prediction }) => prediction.id)).toEqual(named);
    expect(named.toSorted()).toEqual(steps.flatMap((s) => (s.kind === 'predict' ? [s.id] : [])).toSorted());
    for (const { prediction, at } of judged) expect(steps.indexOf(prediction)).toBeLessThan(at);
  });
});
