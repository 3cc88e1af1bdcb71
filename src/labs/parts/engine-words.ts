import { ENGINE_NAMES } from '#lab/engine-names.ts';
import type { Evidence } from '#lab/evidence.ts';

/** By the id that evidence holds: a file's is of no engine. */
const NAMES: Readonly<Record<string, string>> = ENGINE_NAMES;

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
