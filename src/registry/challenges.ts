import type { Challenge } from '#lab/challenge.ts';
import { byId, fileName } from './by-id.ts';

const found = import.meta.glob<Challenge>('../challenges/*.ts', { import: 'default' });

const pathOf = (id: string) => `../challenges/${id}.ts`;

/** Fetches a challenge; null where there is none of that id. Rejects when its file does not arrive, or has another id than its name. */
export async function loadChallenge(id: string): Promise<Challenge | null> {
  const path = pathOf(id);
  const load = found[path];
  return load ? byId({ [path]: await load() }, fileName).get(id)! : null;
}

/** Fetches every challenge, in the order of the board within its tier: one file each in `src/challenges`. */
export async function loadChallenges(): Promise<readonly Challenge[]> {
  const challenges = await Promise.all(Object.keys(found).map((path) => loadChallenge(fileName(path))));
  return challenges.filter((challenge) => challenge !== null).sort((a, b) => a.number - b.number);
}
