import type { Detector, SignalKind } from '#lab/detector.ts';
import type { Lab } from '#lab/lab.ts';
import { byId, fileName } from './by-id.ts';

const found = import.meta.glob<Detector>('../detectors/*.ts', { import: 'default' });

const pathOf = (id: string) => `../detectors/${id}.ts`;

/** Ids of all detectors: one file each in `src/detectors`. */
export const detectorIds: readonly string[] = Object.keys(found).map(fileName);

/**
 * Fetches a detector. Each is a file of its own, so that nothing waits for one that is not asked for. Rejects when the file does
 * not arrive, or has another id than its name.
 */
export async function loadDetector(id: string): Promise<Detector> {
  const path = pathOf(id);
  return byId({ [path]: await found[path]!() }, fileName).get(id)!;
}

const KINDS: readonly SignalKind[] = ['performance', 'anomaly', 'provenance'];

/** The detectors that work on a lab's kind of rows, by kind of signal and then by title. */
export async function detectorsFor(rows: Lab['rows']): Promise<readonly Detector[]> {
  const all = await Promise.all(detectorIds.map(loadDetector));
  return all
    .filter((detector) => detector.rows === rows || detector.rows === 'any')
    .sort((a, b) => KINDS.indexOf(a.kind) - KINDS.indexOf(b.kind) || (a.title < b.title ? -1 : 1));
}
