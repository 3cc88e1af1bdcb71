/**
 * What a screen is looking at: nothing here changes an experiment, and nothing here is in the link.
 * One instance per page, reached by import.
 */
class Looking {
  /** The attacker's view marks every poisoned row; the defender's hides the marks. */
  view: 'attacker' | 'defender' = $state('attacker');
  /** Check shown large, as its place in the tray. */
  check: number = $state(0);
  /** Confusion cell whose images are open, or null. */
  cell: { twin: 'clean' | 'suspect'; truth: number; read: number } | null = $state.raw(null);
}

export const looking = new Looking();
