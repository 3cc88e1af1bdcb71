import { layersOf, type ModelSpec } from './model.ts';
import { bitsOf } from './parameter-bits.ts';

/** How one parameter differs between two models. */
interface ParameterChange {
  readonly place: number;
  readonly from: number;
  readonly to: number;
}

/** How two models of one shape differ. */
export interface ParameterDiff {
  /** Parameters whose bits differ. */
  readonly count: number;
  /** Those that differ most, largest difference first; what is no number comes before all. */
  readonly largest: readonly ParameterChange[];
  /** Per layer: parameters in it, how many differ, and the Euclidean length of the difference. */
  readonly layers: readonly {
    readonly name: string;
    readonly of: number;
    readonly count: number;
    readonly norm: number;
  }[];
  /** Counts of differences by size, for equal steps from minus to plus `reach`; those beyond are in the outermost. */
  readonly histogram: { readonly counts: readonly number[]; readonly reach: number };
}

const BARS = 25;

/** What differs between two models' flat parameters. @param most length of the list of the largest */
export function parameterDiff(spec: ModelSpec, from: Float32Array, to: Float32Array, most = 20): ParameterDiff {
  const places: number[] = [];
  const [before, after] = [bitsOf(from), bitsOf(to)];
  before.forEach((bits, place) => {
    if (bits !== after[place]) places.push(place);
  });
  const size = (place: number) => {
    const gap = Math.abs(to[place]! - from[place]!);
    return Number.isNaN(gap) ? Infinity : gap;
  };
  const sorted = [...places].sort((a, b) => size(b) - size(a) || a - b);
  const finite = sorted.map(size).filter(Number.isFinite);
  const reach = finite[0] ?? 0;
  const counts = new Array<number>(BARS).fill(0);
  for (const place of places) {
    const gap = to[place]! - from[place]!;
    const share = reach > 0 && Number.isFinite(gap) ? gap / reach : 1;
    counts[Math.min(BARS - 1, Math.floor(((share + 1) / 2) * BARS))]!++;
  }
  const layers = layersOf(spec).map(({ name, weights, biases, outputs }) => {
    const end = biases + outputs;
    const own = places.filter((place) => place >= weights && place < end);
    const norm = Math.sqrt(own.reduce((sum, place) => sum + (to[place]! - from[place]!) ** 2, 0));
    return { name, of: end - weights, count: own.length, norm };
  });
  const largest = sorted.slice(0, most).map((place) => ({ place, from: from[place]!, to: to[place]! }));
  return { count: places.length, largest, layers, histogram: { counts, reach } };
}
