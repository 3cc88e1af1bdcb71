/** Style sheets that did not arrive. Vite's loader asks again for scripts only, and takes a style sheet as done. */
const lost = new Set<HTMLLinkElement>();
addEventListener('error', ({ target }) => void (target instanceof HTMLLinkElement && lost.add(target)), true);

/** Asks again for style sheets that did not arrive; call before asking again for what they belong to. */
export function fetchStylesAgain(): void {
  for (const link of lost) link.replaceWith(link.cloneNode());
  lost.clear();
}
