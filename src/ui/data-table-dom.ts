import { HEADER, type Spot } from './data-cells.ts';

/**
 * Scrolls a table no further than it takes to show a cell between the row of names and the first column, which both stay.
 * @param names the row of names, whose cells tell where each column stands
 */
export function showCell(grid: HTMLElement, names: Element, { place, column }: Spot, rowPx: number): void {
  if (place !== HEADER) {
    const [top, room] = [place * rowPx, grid.clientHeight - names.clientHeight];
    grid.scrollTop = Math.min(top, Math.max(grid.scrollTop, top + rowPx - room));
  }
  const [first, cell] = [names.children[0], names.children[column]];
  if (column === 0 || !(first instanceof HTMLElement) || !(cell instanceof HTMLElement)) return;
  const [left, right] = [cell.offsetLeft - first.offsetWidth, cell.offsetLeft + cell.offsetWidth];
  grid.scrollLeft = Math.min(left, Math.max(grid.scrollLeft, right - grid.clientWidth));
}

/** The cell of a table that a mouse or a finger hit; null for none, and for one that is being edited. */
export function cellHit({ target }: Event): Spot | null {
  const cell = target instanceof Element ? target.closest('[role="gridcell"]') : null;
  if (!cell || cell.matches('.editing')) return null;
  const place = Number(cell.parentElement?.getAttribute('aria-rowindex')) - 2;
  return { place, column: Number(cell.getAttribute('aria-colindex')) - 1 };
}

/** Columns besides the first that are in sight, with one to spare on either side: from the first of them to before the last. */
export function columnsInSight(grid: HTMLElement, names: Element): { from: number; to: number } {
  const cells = [...names.children].filter((cell) => cell instanceof HTMLElement);
  const [left, right] = [grid.scrollLeft + (cells[0]?.offsetWidth ?? 0), grid.scrollLeft + grid.clientWidth];
  const seen = cells.map((cell, at) => at > 0 && cell.offsetLeft + cell.offsetWidth > left && cell.offsetLeft < right);
  const [from, to] = [seen.indexOf(true), seen.lastIndexOf(true) + 1];
  return { from: Math.max(1, from - 1), to: Math.min(cells.length, to + 1) };
}
