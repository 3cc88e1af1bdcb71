import type { Evidence } from '#lab/evidence.ts';
import type { Truth } from '#lab/truth.ts';

/** What a lab tells of the evidence on screen so that findings about its rows can be shown, scored and acted on. */
export interface Case extends Truth {
  readonly evidence: Evidence;
  /** The true mark, as 784 numbers from 0 to 1; null when the attack has none. The defender does not know it either. */
  readonly trigger: Float32Array | null;
}
