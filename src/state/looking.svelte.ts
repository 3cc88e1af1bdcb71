import type { Room } from '#lab/situation.ts';

/**
 * What a screen is looking at: nothing here changes an experiment, and of all this only view, room, guide and what was
 * assigned are in the link.
 * One instance per page, reached by import.
 */
class Looking {
  #view: 'attacker' | 'defender' = $state('attacker');
  #room: Room = $state('bench');
  /** Whether a sealed case is on the bench. It is looked at with a defender's eyes, in the room of detectors, and nowhere else. */
  sealed = $state(false);
  /** The lesson's step or the challenge that is taken, as in the link; empty while there is none. */
  guide: string = $state('');
  /** What a facilitator set for this bench, as in the link; empty where nothing was. */
  assigned: string = $state('');
  /** Whether the page is shown to a room, large and one station at a time. */
  projected = $state(wasProjected());
  /** Check shown large, as its place in the tray. */
  check: number = $state(0);
  /** Digit of that check whose score is taken apart, as its place in the amount. */
  digit: number = $state(0);
  /** Unit on the model workbench; the workbench is closed while there is none. */
  unit: number = $state(0);
  workbench = $state(false);

  /** The attacker's view marks every poisoned row; the defender's hides the marks. */
  get view() {
    return this.sealed ? 'defender' : this.#view;
  }
  set view(view) {
    this.#view = view;
  }

  get room() {
    return this.sealed ? 'detect' : this.#room;
  }
  set room(room) {
    this.#room = room;
  }
}

/** Set in the session's storage while the page is projected, so that a reload in front of a room keeps it. */
export const PROJECTED = 'poison-lab/projected';

function wasProjected(): boolean {
  try {
    return sessionStorage.getItem(PROJECTED) !== null;
  } catch {
    return false;
  }
}

export const looking = new Looking();
