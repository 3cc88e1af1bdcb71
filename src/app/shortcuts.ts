import type { Link } from '#state/link.svelte.ts';
import { looking } from '#state/looking.svelte.ts';
import { isTyping } from '#ui/typing.ts';

/** The page's key handler. What changes a bench, or how it is looked at, does so only while that is on screen and may. */
export function shortcuts(link: Link, showKeys: () => void): (event: KeyboardEvent) => void {
  const { experiment } = link;
  const anywhere: Record<string, () => void> = {
    p: () => (looking.projected = !looking.projected),
    '?': showKeys,
  };
  const plain: Record<string, () => void> = {
    v: () => (looking.view = looking.view === 'attacker' ? 'defender' : 'attacker'),
  };
  for (const [key, { field }] of Object.entries(experiment.lab.shortcuts))
    plain[key] = () => experiment.set('desk', field, experiment.recipe.desk[field] !== true);
  return (event) => {
    if (event.defaultPrevented || isTyping(event.target) || document.querySelector('dialog[open]')) return;
    const key = event.key.toLowerCase();
    if (event.ctrlKey || event.metaKey) {
      if ((key !== 'z' && key !== 'y') || !link.onBench) return;
      event.preventDefault();
      if (key === 'y' || event.shiftKey) experiment.redo();
      else experiment.undo();
      return;
    }
    const act = anywhere[key] ?? (link.onBench && !looking.sealed ? plain[key] : undefined);
    if (event.altKey || !act) return;
    event.preventDefault();
    act();
  };
}
