import { imageOf, type Dataset } from '#core/dataset.ts';
import { stamp, type Trigger } from '#core/trigger.ts';
import type { CheckWritten } from './day.ts';

/**
 * The digits as they stand on a check, 28x28 grey levels each: the test rows it was written with, the mark where it was made.
 * @param trigger the attack's mark; null when it makes none
 */
export function imagesOn(written: CheckWritten, test: Dataset, trigger: Trigger | null): Uint8Array[] {
  return written.rows.map((row, place) => {
    const image = imageOf(test.x, row).slice();
    if (written.marked[place] && trigger) stamp(image, 0, trigger);
    return image;
  });
}
