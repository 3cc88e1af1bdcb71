import type { Dataset } from '#core/dataset.ts';
import { Neighbours } from '#core/neighbours.ts';
import { REDUCED, reducedImages } from './reduced-images.ts';

/** What the neighbours of each row say that it should be labelled. */
export interface Votes {
  /** The most frequent label among the neighbours, the lower one on a tie. */
  readonly label: Uint8Array;
  /** Share of the neighbours with that label where it is another than the row's own, else the share of the strongest other label. */
  readonly against: Float32Array;
}

/**
 * Counts the labels of each row's neighbours (Paudice, Muñoz-González and Lupu 2018).
 * @param places rows x k, places of the neighbours; -1 for none
 * @param y label of each row
 */
export function votesOf(places: Int32Array, y: Uint8Array, k: number, classes: number): Votes {
  const label = new Uint8Array(y.length);
  const against = new Float32Array(y.length);
  const counts = new Uint16Array(classes);
  for (let row = 0; row < y.length; row++) {
    counts.fill(0);
    for (let i = row * k; i < (row + 1) * k; i++) if (places[i]! >= 0) counts[y[places[i]!]!]!++;
    label[row] = counts.indexOf(Math.max(...counts));
    counts[y[row]!] = 0;
    against[row] = Math.max(...counts) / k;
  }
  return { label, against };
}

/** Rows compared between two pauses; the later ones have more before them. */
const CHUNK = 100;

/** Votes counted before, by images and labels: those of trusted rows are asked for again and again. */
const known = new WeakMap<Uint8Array, { readonly y: Uint8Array; readonly k: number; readonly votes: Votes }>();

/** Votes of the k rows that look most like each row. */
export async function labelVotes(data: Dataset, k: number, pause: () => Promise<void>): Promise<Votes> {
  const before = known.get(data.x);
  if (before?.y === data.y && before.k === k) return before.votes;
  const neighbours = new Neighbours(await reducedImages(data, pause), REDUCED, k);
  for (let from = 0; from < data.rows; from += CHUNK) {
    neighbours.compare(from, from + CHUNK);
    await pause();
  }
  const votes = votesOf(neighbours.places, data.y, k, data.classes);
  known.set(data.x, { y: data.y, k, votes });
  return votes;
}
