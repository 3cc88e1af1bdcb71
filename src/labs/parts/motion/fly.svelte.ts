import { mount, unmount } from 'svelte';
import { STATIONS } from '../guide/targets.ts';
import RowFlight from './RowFlight.svelte';
import type { Slip } from './slip.ts';

/** Has slips travel to the TRAINING station and takes them away at its end; returns what ends it at once. */
export function fly(slips: readonly Slip[]): () => void {
  const station = document.querySelector(STATIONS['training']!)?.getBoundingClientRect();
  // A facilitator may have put the station out of sight.
  if (!station || station.width === 0) return () => undefined;
  let isOver = false;
  const ondone = () => {
    if (!isOver) void unmount(flight);
    isOver = true;
  };
  const flight = mount(RowFlight, { target: document.body, props: { slips, station, ondone } });
  return ondone;
}
