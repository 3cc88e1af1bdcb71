import type { Lab } from '#lab/lab.ts';

/** The keys of a lab's page, as the dialog lists them. */
export function keysOf({ shortcuts: own }: Lab): (readonly [string, string])[] {
  return [
    ['Ctrl Z', 'Undo the last change'],
    ['Ctrl Shift Z', 'Redo it'],
    ...Object.entries(own).map(([key, { title }]) => [key.toUpperCase(), title] as const),
    ['V', 'Attacker’s view or defender’s view'],
    ['Space', 'In the training room: play or pause'],
    ['S', 'There: one step'],
    ['R', 'There: back to the start'],
    ['P', 'Projector mode: large, one station at a time'],
    ['Page Down', 'There: the next station, or step of a lesson; → too'],
    ['Page Up', 'There: the one before; ← too'],
    ['Esc', 'There: back to the ordinary page'],
    ['?', 'This list'],
  ];
}
