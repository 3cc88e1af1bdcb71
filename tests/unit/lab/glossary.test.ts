import { expect, test } from 'vitest';
import { termsOf } from '#lab/glossary.ts';
import type { Lesson } from '#lab/lesson.ts';
import paidTooMuch from '../../../src/lessons/paid-too-much.ts';

const saying = (...text: string[]): Lesson => ({
  id: 'made-up',
  number: 1,
  title: 'Made up',
  lab: 'checks',
  minutes: 1,
  promise: 'None of its words count, not even a detector.',
  steps: [{ kind: 'read', id: 'only', title: 'A step', text }],
});
const found = (...text: string[]) => termsOf(saying(...text)).map(({ term }) => term);

test.each<[string, string[]]>([
  ['Nothing of note.', []],
  ['Hyperparameters are chosen.', ['Hyperparameter']],
  ['A parameter is found.', ['Parameter']],
  ['Weights and biases.', ['Weight', 'Bias']],
  ['What the CA hides, the ASR shows.', ['Clean accuracy (CA)', 'Attack success rate (ASR)']],
  ['He was labelled biased.', ['Label']],
])('the terms of “%s”', (text, terms) => expect(found(text)).toEqual(terms));

test('terms come once each, in the glossary’s order, however often they are said', () => {
  expect(found('A detector.', 'A trigger, a trigger.', 'Another detector.')).toEqual(['Trigger', 'Detector']);
});

test('the first lesson’s terms are those that it teaches', () => {
  const terms = termsOf(paidTooMuch).map(({ term }) => term);
  expect(terms).toEqual(
    expect.arrayContaining([
      'Clean accuracy (CA)',
      'Attack success rate (ASR)',
      'Trigger',
      'Backdoor',
      'Data poisoning',
    ]),
  );
});
