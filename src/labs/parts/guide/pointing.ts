import { selectorOf, STATIONS } from './targets.ts';

/** Set on what a lesson points at; the panel's style sheet draws the outline. */
const POINTED = 'data-pointed';

/**
 * Outlines a target on the page and puts stations to rest, parts of the page that are drawn later included. Focus stays where it is.
 * @param target what to outline; nothing when left out
 * @param needed ids of the stations that stay in use; all of them when null
 * @returns what undoes it all
 */
export function guide(target: string | undefined, needed: readonly string[] | null): () => void {
  const mark = () => {
    if (target) document.querySelector(selectorOf(target))?.setAttribute(POINTED, '');
    for (const [id, selector] of Object.entries(STATIONS))
      document.querySelector(selector)?.toggleAttribute('inert', needed !== null && !needed.includes(id));
  };
  mark();
  const observer = new MutationObserver(mark);
  observer.observe(document.body, { childList: true, subtree: true });
  return () => {
    observer.disconnect();
    for (const pointed of document.querySelectorAll(`[${POINTED}]`)) pointed.removeAttribute(POINTED);
    for (const selector of Object.values(STATIONS)) document.querySelector(selector)?.removeAttribute('inert');
  };
}

/** How many frames the page may take to fetch and draw a room, and for how many after that the rest of it may push a target away. */
const MOST_FRAMES = 300;
const SETTLING_FRAMES = 60;

const nextFrame = () => new Promise(requestAnimationFrame);

/** Brings a target into sight, once its room is drawn, and again while what is drawn around it still grows. */
export async function showTarget(target: string) {
  const found = () => document.querySelector(selectorOf(target));
  for (let frame = 0; frame < MOST_FRAMES && !found(); frame++) await nextFrame();
  let height = 0;
  for (let frame = 0; frame < SETTLING_FRAMES; frame++) {
    const { scrollHeight } = document.documentElement;
    if (scrollHeight !== height) found()?.scrollIntoView({ block: 'center' });
    height = scrollHeight;
    await nextFrame();
  }
}
