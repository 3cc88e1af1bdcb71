/** Counts changes of the page's theme, so that canvases, which cannot use CSS colours by name, are drawn anew. */
let themeChanges = $state(0);
/** Colours of the theme in force; asking the browser for one makes it work out the page's styles. */
let known: Readonly<Record<string, string>> = {};

if (typeof window !== 'undefined') {
  const changed = () => {
    known = {};
    themeChanges++;
  };
  new MutationObserver(changed).observe(document.documentElement, { attributeFilter: ['data-theme'] });
  matchMedia('(prefers-color-scheme: dark)').addEventListener('change', changed);
}

/**
 * The theme's colours as a canvas needs them: `light-dark()` resolved to rgb. Read inside an effect, it runs the effect
 * again when the theme changes.
 * @param tokens names of custom properties without the dashes, such as 'ink'
 */
export function colorsOf<T extends string>(tokens: readonly T[]): Record<T, string> {
  void themeChanges;
  return Object.fromEntries(tokens.map((token) => [token, known[token] ?? resolve(token)])) as Record<T, string>;
}

function resolve(token: string): string {
  const probe = document.createElement('span');
  // Forced colours would give every token the colour of text; a picture of weights needs its own.
  probe.style.setProperty('forced-color-adjust', 'none');
  document.body.append(probe);
  probe.style.color = `var(--${token})`;
  const { color } = getComputedStyle(probe);
  probe.remove();
  known = { ...known, [token]: color };
  return color;
}
