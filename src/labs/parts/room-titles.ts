import type { Room } from '#lab/situation.ts';

/** What the rooms of a lab are called. */
export const ROOM_TITLES: Readonly<Record<Room, string>> = {
  bench: 'Bench',
  training: 'Training, step by step',
  runs: 'Compare runs',
  detect: 'Catch it',
};
