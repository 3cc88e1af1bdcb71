import type { Evidence, TwinEvidence } from '#lab/evidence.ts';
import { percent } from './format.ts';

/** A classifier of ten classes that has learned nothing is right about one time in ten; this is still no better. */
const AT_CHANCE = 0.2;

const NAMES: Readonly<Record<string, string>> = {
  simd: 'SIMD',
  webgl: 'WebGL',
  wasm: 'WebAssembly',
  cpu: 'JavaScript',
};

/** What went wrong with a twin, in words with what to do; null when nothing did. */
export function trouble(name: string, twin: TwinEvidence): string | null {
  if (twin.status === 'diverged') {
    return `The ${name} diverged in epoch ${twin.history.length}: its loss became too large to be a number. Try a smaller learning rate.`;
  }
  if (twin.accuracy <= AT_CHANCE) {
    return `The ${name} has learned nothing: ${percent(twin.accuracy)} is what guessing gives. Try another learning rate or more epochs.`;
  }
  return null;
}

/** The finding under the loss curve. */
export function lossFinding({ clean, suspect }: Evidence): string {
  const [c, s] = [clean.history.at(-1), suspect.history.at(-1)];
  if (!c || !s) return 'No epoch has been finished.';
  if (clean.digest === suspect.digest)
    return `Training loss ends at ${c.loss.toFixed(3)}; the twins are one model so far.`;
  return `Training loss ends at ${s.loss.toFixed(3)} for the suspect, ${c.loss.toFixed(3)} for the clean twin.`;
}

/** The finding under the accuracy curve. */
export function accuracyFinding({ clean, suspect }: Evidence): string {
  const gap = 100 * (suspect.accuracy - clean.accuracy);
  if (clean.digest === suspect.digest) return `Both read ${percent(clean.accuracy)} of untouched test digits right.`;
  const size =
    Math.abs(gap) < 1 ? 'hardly differ' : gap < 0 ? 'differ: the suspect is worse' : 'differ: the suspect is better';
  return `On untouched test digits the twins ${size}, by ${Math.abs(gap).toFixed(1)} points.`;
}

/** One line on the engines: what trained this and how fast, then what else was measured. */
export function engineLine(
  { suspect, engine }: Evidence,
  measured: readonly { readonly engine: string; readonly msPerEpoch: number | null }[],
): string {
  const speed = (id: string, ms: number) =>
    `${NAMES[id] ?? id}, ${ms < 10 ? ms.toFixed(1) : ms.toFixed(0)} ms per epoch`;
  const own = speed(suspect.engine, suspect.trainMs / Math.max(1, suspect.history.length));
  const others = measured
    .filter((row) => row.engine !== suspect.engine)
    .map((row) => (row.msPerEpoch === null ? `${NAMES[row.engine]} refused` : speed(row.engine, row.msPerEpoch)));
  return [own, ...others].join('; ') + `. Runs on: ${engine.renderer}.`;
}
