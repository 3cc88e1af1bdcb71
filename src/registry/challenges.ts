import type { Challenge } from '#lab/challenge.ts';
import { byId, fileName } from './by-id.ts';

const found = import.meta.glob<Challenge>('../challenges/*.ts', { import: 'default' });

/** Fetches every challenge, by its id: one file each in `src/challenges`. Rejects when a file does not arrive. */
export async function loadChallenges(): Promise<ReadonlyMap<string, Challenge>> {
  const modules = await Promise.all(Object.entries(found).map(async ([path, load]) => [path, await load()] as const));
  return byId(Object.fromEntries(modules), fileName);
}
