import { textWidth } from './axes.ts';

/** What a line stands for, which settles its colour and dash. */
type LineKind = 'clean' | 'suspect' | 'truth';

/** Values of one forecaster at each x. */
export interface Line {
  readonly kind: LineKind;
  readonly name: string;
  readonly values: readonly number[];
}

/** A line's value at any x, read off the straight piece between the points beside it; NaN outside of them. */
export function valueAt(x: readonly number[], values: readonly number[], at: number): number {
  const next = x.findIndex((value) => value >= at);
  if (next < 0 || (next === 0 && x[0] !== at)) return NaN;
  if (next === 0) return values[0]!;
  const share = (at - x[next - 1]!) / (x[next]! - x[next - 1]!);
  return values[next - 1]! + share * (values[next]! - values[next - 1]!);
}

/**
 * Moves labels apart: heights at least `pitch` from each other, as near as can be to where they belong, inside a range.
 * In the order given; null where one would end further than `reach` from its place.
 */
export function spread(
  places: readonly number[],
  pitch: number,
  [low, high]: readonly [number, number],
  reach = Infinity,
): number[] | null {
  const order = places.map((_, i) => i).sort((a, b) => places[a]! - places[b]! || a - b);
  // Neighbours that collide form a block about their mean; blocks that then collide are joined in turn.
  const blocks: { members: number[]; centre: number }[] = [];
  const half = (block: { members: number[] }) => (pitch * (block.members.length - 1)) / 2;
  const settle = (members: number[]) => {
    const block = { members, centre: members.reduce((sum, i) => sum + places[i]!, 0) / members.length };
    block.centre = Math.max(low + half(block), Math.min(high - half(block), block.centre));
    return block;
  };
  for (const i of order) {
    let block = settle([i]);
    for (let above = blocks.at(-1); above; above = blocks.at(-1)) {
      if (block.centre - half(block) - (above.centre + half(above)) >= pitch) break;
      blocks.pop();
      block = settle([...above.members, ...block.members]);
    }
    blocks.push(block);
  }
  const moved: number[] = [];
  for (const block of blocks) {
    block.members.forEach((i, at) => (moved[i] = block.centre - half(block) + at * pitch));
  }
  return moved.every((height, i) => Math.abs(height - places[i]!) <= reach) ? moved : null;
}

/** Room that labels at the ends of lines need, in drawing units; 0 where they would take too much of the width. */
export function labelRoom(names: readonly string[], width: number): number {
  const room = 34 + Math.max(0, ...names.map(textWidth));
  return width >= 440 && room < width / 3 ? room : 0;
}

/** A twin's value at the marker. */
interface Reading {
  readonly kind: LineKind;
  readonly value: number;
  /** Height for its number, in drawing units; null where the other twin's number says it. */
  readonly label: number | null;
}

/** Values of both twins at one x, the clean one first; the truth stays a line to compare with. */
export function readingsAt(
  at: number,
  x: readonly number[],
  lines: readonly Line[],
  format: (value: number) => string,
  height: (value: number) => number,
): Reading[] {
  const here = lines
    .filter(({ kind }) => kind !== 'truth')
    .map(({ kind, values }) => ({ kind, value: valueAt(x, values, at) }))
    .filter(({ value }) => Number.isFinite(value))
    .sort((a, b) => Number(a.kind === 'suspect') - Number(b.kind === 'suspect'));
  const told = here.filter(({ value }, i) => here.findIndex((other) => format(other.value) === format(value)) === i);
  // Above the line, which at an angle would run through a number beside it.
  const places = told.map(({ value }) => height(value) - 14);
  const moved = spread(places, 18, [-Infinity, Infinity])!;
  return here.map((reading) => ({ ...reading, label: moved[told.indexOf(reading)] ?? null }));
}

/** A height on the y axis that matters, from one value to another, such as the attacker's level. */
export interface Band {
  readonly from: number;
  readonly to: number;
  readonly name: string;
}

/** A place on the x axis that matters, such as this month's rate. */
export interface Marker {
  readonly x: number;
  readonly name: string;
}

interface ResponseWords {
  readonly title: string;
  readonly x: readonly number[];
  readonly lines: readonly Line[];
  readonly band: Band | null;
  readonly at: Marker | null;
  readonly xLabel: string;
  readonly yLabel: string;
  readonly format: (value: number) => string;
  readonly formatX: (value: number) => string;
}

/** The picture in words, for those who do not see it: what runs from where to where, and what is marked. */
export function inWords({ title, x, lines, band, at, xLabel, yLabel, format, formatX }: ResponseWords): string {
  const written = (value: number | undefined) => (Number.isFinite(value) ? format(value!) : 'nothing');
  const ends = lines.map(({ name, values }) => `${name} from ${written(values[0])} to ${written(values.at(-1))}`);
  const here = lines.map(({ name, values }) => `${name} ${written(at ? valueAt(x, values, at.x) : undefined)}`);
  return [
    `${title}: ${yLabel} against ${xLabel}.`,
    x.length > 0 && `From ${formatX(x[0]!)} to ${formatX(x.at(-1)!)}: ${ends.join(', ')}.`,
    at && `${at.name} (${formatX(at.x)}): ${here.join(', ')}.`,
    band && `${band.name}: ${format(band.from)} to ${format(band.to)}.`,
  ]
    .filter(Boolean)
    .join(' ');
}
