import { selectorOf, STATIONS } from './targets.ts';

/** Set on what a lesson points at; the panel's style sheet draws the outline. */
const POINTED = 'data-pointed';

/** What somebody asks of the page: to outline a target, and to take stations, by id, out of use or out of sight. */
interface Wish {
  readonly target?: string | undefined;
  readonly resting: readonly string[];
  readonly hidden: readonly string[];
}

/** Those in force: of a lesson's step, and of what a facilitator set. A station is in use only where none speaks against it. */
const wishes = new Set<Wish>();

function mark(): void {
  for (const { target } of wishes) if (target) document.querySelector(selectorOf(target))?.setAttribute(POINTED, '');
  const all = [...wishes];
  for (const [id, selector] of Object.entries(STATIONS)) {
    const station = document.querySelector(selector);
    station?.toggleAttribute(
      'hidden',
      all.some(({ hidden }) => hidden.includes(id)),
    );
    station?.toggleAttribute(
      'inert',
      all.some(({ resting }) => resting.includes(id)),
    );
  }
}

/** Parts of the page that are drawn later are marked as well. */
let observer: MutationObserver | null = null;

function wishFor(wish: Wish): () => void {
  wishes.add(wish);
  mark();
  observer ??= new MutationObserver(mark);
  observer.observe(document.body, { childList: true, subtree: true });
  return () => {
    wishes.delete(wish);
    for (const pointed of document.querySelectorAll(`[${POINTED}]`)) pointed.removeAttribute(POINTED);
    mark();
    if (wishes.size === 0) observer?.disconnect();
  };
}

/**
 * Outlines a target on the page and puts stations to rest. Focus stays where it is.
 * @param target what to outline; nothing when left out
 * @param needed ids of the stations that stay in use; all of them when null
 * @returns what undoes it all
 */
export function guide(target: string | undefined, needed: readonly string[] | null): () => void {
  const resting = needed ? Object.keys(STATIONS).filter((id) => !needed.includes(id)) : [];
  return wishFor({ target, resting, hidden: [] });
}

/** Puts stations out of use, or out of sight, whatever a lesson needs; returns what undoes it. */
export function restrict(locked: readonly string[], hidden: readonly string[]): () => void {
  return wishFor({ resting: locked, hidden });
}

/** How many frames the page may take to fetch and draw a room, and for how many after that the rest of it may push a target away. */
const MOST_FRAMES = 300;
const SETTLING_FRAMES = 60;

const nextFrame = () => new Promise(requestAnimationFrame);

/** A target's element, once its room is drawn; null when it does not come. */
async function whenDrawn(target: string): Promise<Element | null> {
  const found = () => document.querySelector(selectorOf(target));
  for (let frame = 0; frame < MOST_FRAMES && !found(); frame++) await nextFrame();
  return found();
}

/** Brings a target into sight, once its room is drawn, and again while what is drawn around it still grows. */
export async function showTarget(target: string, block: ScrollLogicalPosition = 'center') {
  // The strip stays in sight; scrolling to its own place would take away what stands above it.
  if ((await whenDrawn(target))?.closest('#main > aside')) return;
  let height = 0;
  for (let frame = 0; frame < SETTLING_FRAMES; frame++) {
    const { scrollHeight } = document.documentElement;
    if (scrollHeight !== height) document.querySelector(selectorOf(target))?.scrollIntoView({ block });
    height = scrollHeight;
    await nextFrame();
  }
}

/** The station that a target stands in, by its id; null for a target outside all of them, or none. */
export async function stationOf(target: string | undefined): Promise<string | null> {
  const element = target ? await whenDrawn(target) : null;
  const home = Object.entries(STATIONS).find(([, selector]) => element?.closest(selector));
  return home?.[0] ?? null;
}
