import { wave } from '#core/schedule.ts';

/** A curve given by its points, t from 0 to 1, as an SVG path. */
function path(points: number, at: (t: number) => readonly [number, number]): string {
  return Array.from({ length: points + 1 }, (_, i) => {
    const [x, y] = at(i / points);
    return `${i === 0 ? 'M' : 'L'}${x.toFixed(1)} ${y.toFixed(1)}`;
  }).join('');
}

/** Interlaced waves across a band, as on engraved security paper. */
export function band(width: number, middle: number, height: number, lines: number): string[] {
  return Array.from({ length: lines }, (_, line) =>
    path(160, (t) => [
      t * width,
      middle + (height / 2) * wave(3 * t + line / lines) * wave(0.5 * t + line / (2 * lines)),
    ]),
  );
}

/** A rosette: a circle whose radius swings `petals` times, turned a little for each line. */
export function rosette(x: number, y: number, radius: number, petals: number, lines: number): string[] {
  return Array.from({ length: lines }, (_, line) =>
    path(240, (t) => {
      const r = radius * (0.62 + 0.38 * wave(petals * t + line / lines));
      return [x + r * wave(t), y + r * wave(t - 0.25)];
    }),
  );
}
