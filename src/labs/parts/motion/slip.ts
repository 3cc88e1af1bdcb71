/** A row that is about to travel. */
export interface Slip {
  /** Where it lies on the page, in pixels of the window. */
  readonly box: DOMRect;
  /** Its picture; null for a row of numbers. */
  readonly picture: string | null;
}
