import { expect, test } from 'vitest';
import type { Finding, Signal } from '#lab/detector.ts';
import type { Verdict } from '#lab/sealed.ts';
import { nextOf, unprovenWords } from '#labs/parts/challenge/words.ts';
import { loadChallenges } from '#registry/challenges.ts';

const boardOf = (...signals: Signal[]) => ({
  found: Object.fromEntries(signals.map((signal, i) => [`detector-${i}`, { signal } as Finding])),
  complete: true,
  altered: [],
});

const wordsOf = (verdict: Verdict, ...signals: Signal[]) => unprovenWords(verdict, boardOf(...signals), []);

test('a verdict of clean is told of the alarms that speak against it', () => {
  expect(wordsOf('clean', 'quiet')).toMatch(/Run every detector\.$/);
  expect(wordsOf('clean', 'alarm', 'quiet')).toMatch(/^One detector raises an alarm/);
  expect(wordsOf('clean', 'alarm', 'alarm')).toMatch(/^2 detectors raise an alarm .* “clean” does not/);
  expect(wordsOf('weights', 'alarm', 'alarm')).toMatch(/^Tampering is proved by/);
});

test('an alarm of a detector with changed settings speaks against nothing', () => {
  const board = { ...boardOf('alarm', 'quiet'), altered: ['detector-0'] };
  expect(unprovenWords('clean', board, [])).toMatch(/Run every detector\.$/);
});

test('challenges lead from one to the next, through every tier, to an end', async () => {
  const all = await loadChallenges();
  const first = all.find(({ tier, number }) => tier === 'attack' && number === 1)!;
  const passed: string[] = [];
  for (let at = nextOf(first, all); at; at = nextOf(at, all)) passed.push(`${at.tier} ${at.number}`);
  expect(passed).toHaveLength(all.length - 1);
  expect(passed[0]).toBe('attack 2');
  expect(passed.at(-1)).toMatch(/^investigate/);
});
