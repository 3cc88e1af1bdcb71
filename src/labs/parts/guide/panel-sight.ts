/** Room below what is brought into sight, in pixels: for the buttons that stay at a panel's foot, or the line that follows. */
const BELOW_PX = 68;

/** Brings a part of the panel into sight by scrolling the panel alone: the bench beside it may have a hand on it. */
export function showInPanel(part: HTMLElement): void {
  const behavior = matchMedia('(prefers-reduced-motion: reduce)').matches ? 'auto' : 'smooth';
  for (const selector of ['.body', '.guide']) {
    const scroller = part.closest(selector);
    if (!scroller || scroller.scrollHeight <= scroller.clientHeight) continue;
    const foot = Math.min(scroller.getBoundingClientRect().bottom, innerHeight) - BELOW_PX;
    const hidden = part.getBoundingClientRect().bottom - foot;
    if (hidden > 0) scroller.scrollBy({ top: hidden, behavior });
  }
}
