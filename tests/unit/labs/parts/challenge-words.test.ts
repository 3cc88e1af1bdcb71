import { expect, test } from 'vitest';
import type { Finding, Signal } from '#lab/detector.ts';
import { nextOf, unprovenWords } from '#labs/parts/challenge/words.ts';
import { loadChallenges } from '#registry/challenges.ts';

const boardOf = (...signals: Signal[]) => ({
  found: Object.fromEntries(signals.map((signal, i) => [`detector-${i}`, { signal } as Finding])),
  complete: true,
});

test('a verdict of clean is told of the alarms that speak against it', () => {
  expect(unprovenWords('clean', boardOf('quiet'))).toMatch(/Run every detector\.$/);
  expect(unprovenWords('clean', boardOf('alarm', 'quiet'))).toMatch(/^One detector raises an alarm/);
  expect(unprovenWords('clean', boardOf('alarm', 'alarm'))).toMatch(/^2 detectors raise an alarm .* “clean” does not/);
  expect(unprovenWords('weights', boardOf('alarm', 'alarm'))).toMatch(/^Tampering is proved by/);
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
