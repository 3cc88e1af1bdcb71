/** Coordinates compared between two looks at the limits. */
const STEP = 8;

/**
 * The k nearest other points of each point, by Euclidean distance: exact, every pair is looked at once. A pair is given up on as
 * soon as its first coordinates alone lie too far apart for both, so sort coordinates by falling variance.
 */
export class Neighbours {
  /** Places of the neighbours, points x k, nearest first; -1 where there are fewer other points. */
  readonly places: Int32Array;
  /** Their squared distances; infinite where there is none. */
  readonly distances: Float32Array;
  readonly #points: Float32Array;
  readonly #width: number;
  readonly #k: number;
  /** Squared distance of the farthest neighbour of each point so far. */
  readonly #limits: Float32Array;

  /** @param points count x width; width a multiple of 8 */
  constructor(points: Float32Array, width: number, k: number) {
    const count = points.length / width;
    this.#points = points;
    this.#width = width;
    this.#k = k;
    this.#limits = new Float32Array(count).fill(Infinity);
    this.places = new Int32Array(count * k).fill(-1);
    this.distances = new Float32Array(count * k).fill(Infinity);
  }

  /**
   * Compares the points from `from` up to `to` with all before them; once every point has had its turn, all is found. A point
   * with NaN among its coordinates is nobody's neighbour and has none.
   */
  compare(from: number, to: number): void {
    const [points, width, limits] = [this.#points, this.#width, this.#limits];
    const end = Math.min(to, limits.length);
    for (let i = from; i < end; i++) {
      const stop = (i + 1) * width;
      let own = limits[i]!;
      for (let j = 0, there = 0; j < i; j++, there += width) {
        const limit = Math.max(own, limits[j]!);
        let sum = 0;
        for (let a = i * width, b = there; a < stop && sum < limit; a += STEP, b += STEP) {
          // Written out: a loop over the eight takes twice as long.
          const gap0 = points[a]! - points[b]!;
          const gap1 = points[a + 1]! - points[b + 1]!;
          const gap2 = points[a + 2]! - points[b + 2]!;
          const gap3 = points[a + 3]! - points[b + 3]!;
          const gap4 = points[a + 4]! - points[b + 4]!;
          const gap5 = points[a + 5]! - points[b + 5]!;
          const gap6 = points[a + 6]! - points[b + 6]!;
          const gap7 = points[a + 7]! - points[b + 7]!;
          const left = gap0 * gap0 + gap1 * gap1 + (gap2 * gap2 + gap3 * gap3);
          sum += left + (gap4 * gap4 + gap5 * gap5 + (gap6 * gap6 + gap7 * gap7));
        }
        if (!(sum < limit)) continue;
        this.#offer(i, j, sum);
        this.#offer(j, i, sum);
        own = limits[i]!;
      }
    }
  }

  #offer(to: number, other: number, distance: number): void {
    if (!(distance < this.#limits[to]!)) return;
    const [places, distances, first] = [this.places, this.distances, to * this.#k];
    const last = first + this.#k - 1;
    let place = last;
    for (; place > first && distances[place - 1]! > distance; place--) {
      distances[place] = distances[place - 1]!;
      places[place] = places[place - 1]!;
    }
    distances[place] = distance;
    places[place] = other;
    this.#limits[to] = distances[last]!;
  }
}
