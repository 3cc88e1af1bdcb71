/** Counts changes of the page's theme, so that canvases, which cannot use CSS colours by name, are drawn anew. */
let themeChanges = $state(0);

if (typeof window !== 'undefined') {
  const changed = () => themeChanges++;
  new MutationObserver(changed).observe(document.documentElement, { attributeFilter: ['data-theme'] });
  matchMedia('(prefers-color-scheme: dark)').addEventListener('change', changed);
}

/**
 * The theme's colours as a canvas needs them: `light-dark()` resolved to rgb. Read inside an effect, it runs the effect
 * again when the theme changes.
 * @param tokens names of custom properties without the dashes, such as 'ink'
 */
export function colorsOf<T extends string>(element: HTMLElement, tokens: readonly T[]): Record<T, string> {
  void themeChanges;
  const probe = document.createElement('span');
  element.parentElement!.append(probe);
  const colors = Object.fromEntries(
    tokens.map((token) => {
      probe.style.color = `var(--${token})`;
      return [token, getComputedStyle(probe).color];
    }),
  );
  probe.remove();
  return colors as Record<T, string>;
}
