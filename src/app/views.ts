import type { Component } from 'svelte';
import type { Experiment } from '#state/experiment.svelte.ts';

/** The page of each lab, each in a file of its own that is fetched when the lab is first opened. */
type View = Component<{ experiment: Experiment }>;

const found = import.meta.glob<View>('../labs/*/View.svelte', { import: 'default' });
const loading = new Map<string, View | Promise<View>>();

/** Style sheets that did not arrive. Vite's loader asks again for scripts only, and takes a style sheet as done. */
const lost = new Set<HTMLLinkElement>();
addEventListener('error', ({ target }) => void (target instanceof HTMLLinkElement && lost.add(target)), true);

/**
 * A lab's page: itself once it is here, so that it is shown at once, else a promise of it. Rejects when it does not arrive; the
 * next call tries again.
 */
export function loadView(lab: string): View | Promise<View> {
  const known = loading.get(lab);
  if (known) return known;
  for (const link of lost) link.replaceWith(link.cloneNode());
  lost.clear();
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
