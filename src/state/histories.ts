import { attacks, edits, labs } from '#registry/index.ts';
import { RunHistory } from './history.svelte.ts';
import { openRunStore } from './run-store.ts';

const histories = new Map<string, RunHistory>();

/** The history of a lab's runs; there is one for each lab. */
export function historyOf(lab: string): RunHistory {
  const history = histories.get(lab) ?? new RunHistory(lab, { attacks, edits, labs }, openRunStore);
  histories.set(lab, history);
  return history;
}
