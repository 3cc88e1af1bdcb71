import type { Experiment } from '#state/experiment.svelte.ts';
import { looking } from '#state/looking.svelte.ts';
import { isTyping } from '#ui/typing.ts';

/** The page's key handler. */
export function shortcuts(experiment: Experiment, showKeys: () => void): (event: KeyboardEvent) => void {
  const plain: Record<string, () => void> = {
    v: () => (looking.view = looking.view === 'attacker' ? 'defender' : 'attacker'),
    p: () => (looking.projected = !looking.projected),
    '?': showKeys,
  };
  for (const [key, { field }] of Object.entries(experiment.lab.shortcuts))
    plain[key] = () => experiment.set('desk', field, experiment.recipe.desk[field] !== true);
  return (event) => {
    if (event.defaultPrevented || isTyping(event.target) || document.querySelector('dialog[open]')) return;
    const key = event.key.toLowerCase();
    if (event.ctrlKey || event.metaKey) {
      if (key !== 'z' && key !== 'y') return;
      event.preventDefault();
      if (key === 'y' || event.shiftKey) experiment.redo();
      else experiment.undo();
      return;
    }
    if (event.altKey || !plain[key]) return;
    event.preventDefault();
    plain[key]();
  };
}
