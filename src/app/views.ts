import type { Component } from 'svelte';
import type { Experiment } from '#state/experiment.svelte.ts';
import { fetchStylesAgain } from '#ui/lost-styles.ts';

/** The page of each lab, each in a file of its own that is fetched when the lab is first opened. */
type View = Component<{ experiment: Experiment }>;

const found = import.meta.glob<View>('../labs/*/View.svelte', { import: 'default' });
const loading = new Map<string, View | Promise<View>>();

/**
 * A lab's page: itself once it is here, so that it is shown at once, else a promise of it. Rejects when it does not arrive; the
 * next call tries again.
 */
export function loadView(lab: string): View | Promise<View> {
  const known = loading.get(lab);
  if (known) return known;
  fetchStylesAgain();
  const view = found[`../labs/${lab}/View.svelte`]!();
  loading.set(lab, view);
  view.then(
    (arrived) => loading.set(lab, arrived),
    () => loading.delete(lab),
  );
  return view;
}

/** The lab a hash opens, as far as can be told before the page's code is here. */
export function labOfHash(hash: string): string {
  const page = hash.replace(/^#\/?/, '').split('/')[0]!;
  const labs = Object.keys(found).map((path) => path.split('/').at(-2)!);
  return labs.includes(page) ? page : labs[0]!;
}
