import type { Experiment } from '#state/experiment.svelte.ts';
import { looking } from '#state/looking.svelte.ts';

/** The keys, as the dialog lists them. */
export const KEYS: readonly (readonly [string, string])[] = [
  ['Ctrl Z', 'Undo the last change'],
  ['Ctrl Shift Z', 'Redo it'],
  ['T', 'Marks on the attacker’s checks: on or off'],
  ['V', 'Attacker’s view or defender’s view'],
  ['?', 'This list'],
];

/** Whether a key belongs to the control that has the focus. */
function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  if (target instanceof HTMLInputElement) return !['checkbox', 'radio', 'button', 'range'].includes(target.type);
  return target.isContentEditable || ['TEXTAREA', 'SELECT'].includes(target.tagName) || target.role === 'application';
}

/** The page's key handler. */
export function shortcuts(experiment: Experiment, showKeys: () => void): (event: KeyboardEvent) => void {
  const plain: Record<string, () => void> = {
    t: () => experiment.set('desk', 'trigger', experiment.recipe.desk.trigger !== true),
    v: () => (looking.view = looking.view === 'attacker' ? 'defender' : 'attacker'),
    '?': showKeys,
  };
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
