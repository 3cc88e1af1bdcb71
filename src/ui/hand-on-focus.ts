import { tick } from 'svelte';

/**
 * Does what takes the pressed button off the page, or out of use, and hands its focus to what stays beside it.
 * @param within selector of what holds both
 * @param heir selector of what takes the focus then
 */
export async function handOnFocus(button: Element, within: string, heir: string, act: () => void): Promise<void> {
  const home = button.closest(within);
  act();
  await tick();
  home?.querySelector<HTMLElement>(heir)?.focus();
}
