import type { Page } from '@playwright/test';

/** Looked at in the page: what of its controls and marks a forced palette leaves without a trace, in words. */
export async function lostInForcedColours(page: Page): Promise<string[]> {
  await page.evaluate(markGrounds);
  await page.emulateMedia({ forcedColors: 'active' });
  const lost = await page.evaluate(findLost);
  await page.emulateMedia({ forcedColors: 'none' });
  return lost;
}

/** Marks elements without text that are seen by their ground alone, such as bars, while the page's own colours hold. */
function markGrounds(): void {
  for (const element of document.querySelectorAll<HTMLElement>('main *, dialog *, .guide *')) {
    if (element.childElementCount > 0 || element.textContent !== '' || element instanceof SVGElement) continue;
    const { width, height } = element.getBoundingClientRect();
    const { backgroundColor } = getComputedStyle(element);
    if (width < 1 || height < 2 || /^(rgba\(.*, 0\)|transparent)$/.test(backgroundColor)) continue;
    if (!element.matches('input, textarea, button, canvas, progress')) element.dataset['ground'] = '';
  }
}

function findLost(): string[] {
  const BARE = /^(rgba\(.*, 0\)|transparent)$/;
  const groundOf = (element: Element | null): string => {
    for (let at = element; at; at = at.parentElement) {
      const { backgroundColor } = getComputedStyle(at);
      if (!BARE.test(backgroundColor)) return backgroundColor;
    }
    return 'rgb(255, 255, 255)';
  };
  const isSeen = (element: Element) =>
    element.checkVisibility({ visibilityProperty: true }) && element.getBoundingClientRect().width > 1;
  const hasLine = (element: Element) => {
    const style = getComputedStyle(element);
    const ground = groundOf(element.parentElement);
    const sides = (['Top', 'Right', 'Bottom', 'Left'] as const).some(
      (side) => style[`border${side}Style`] !== 'none' && style[`border${side}Color`] !== ground,
    );
    return sides || style.outlineStyle !== 'none' || style.backgroundImage !== 'none' || groundOf(element) !== ground;
  };
  const hasInk = (element: Element): boolean => {
    const said = (element as HTMLElement).innerText || (element as HTMLInputElement).value || '';
    return (
      (said.trim() !== '' || !!element.querySelector('svg, canvas')) &&
      getComputedStyle(element).color !== groundOf(element)
    );
  };
  /** What shows a control: itself, or the mark beside an input that is only there to be pressed. */
  const faceOf = (control: Element): Element =>
    getComputedStyle(control).opacity === '0' ? (control.nextElementSibling ?? control.parentElement!) : control;
  const looksOf = (element: Element) => {
    const { color, backgroundColor, fontWeight, textDecorationLine, outlineStyle, appearance } =
      getComputedStyle(element);
    const { borderTopColor, borderBottomColor, borderBottomWidth } = getComputedStyle(element);
    const checked = appearance === 'none' ? '' : String((element as HTMLInputElement).checked);
    const line = [borderTopColor, borderBottomColor, borderBottomWidth, outlineStyle].join();
    return [color, backgroundColor, fontWeight, textDecorationLine, line, checked].join();
  };
  const nameOf = (element: Element) =>
    `${element.tagName.toLowerCase()}.${element.className} “${(element.ariaLabel ?? element.textContent ?? '').trim().slice(0, 40)}”`;

  const lost: string[] = [];
  for (const control of document.querySelectorAll('button, a[href], input, select, textarea, summary')) {
    if (!isSeen(control) || control.closest('[inert]')) continue;
    const face = faceOf(control);
    const isNative = getComputedStyle(control).appearance !== 'none' && control.matches('input, select');
    // A slider is drawn by its track and thumb, which no script can ask about.
    if (isNative || control.matches('input[type=range]')) continue;
    if (!hasInk(face) && !hasLine(face) && !hasLine(control.closest('td') ?? face))
      lost.push(`not seen: ${nameOf(control)}`);
  }
  // An item of a list says in words that it is the one.
  const CHOSEN =
    '[aria-current]:not([aria-current=false], li), [aria-pressed=true], [aria-selected=true], input:checked';
  for (const chosen of document.querySelectorAll(CHOSEN)) {
    const group = chosen.closest('fieldset, nav, ul, ol, [role=group], [role=radiogroup], [role=tablist]');
    if (!isSeen(chosen) || !group) continue;
    const others = [...group.querySelectorAll(chosen.tagName)].filter((one) => isSeen(one) && !one.matches(CHOSEN));
    const same = others.find((one) => looksOf(faceOf(one)) === looksOf(faceOf(chosen)));
    if (same) lost.push(`looks like “${same.textContent?.trim()}”, which is not chosen: ${nameOf(chosen)}`);
  }
  for (const mark of document.querySelectorAll('[data-ground]'))
    if (isSeen(mark) && !hasLine(mark))
      lost.push(`without its ground: ${nameOf(mark)} in ${nameOf(mark.parentElement!)}`);
  return [...new Set(lost)];
}

/** What is stuck to the foot of the window, and how much of the window's height it takes. A dialog is meant to. */
export const stuck = (page: Page): Promise<{ share: number; what: string[] }> =>
  page.evaluate(() => {
    const found = [...document.querySelectorAll<HTMLElement>('#app *')].filter((element) => {
      if (element.closest('dialog') || !element.checkVisibility()) return false;
      const { position, bottom } = getComputedStyle(element);
      return position === 'fixed' || (position === 'sticky' && bottom !== 'auto');
    });
    const outermost = found.filter((element) => !found.some((other) => other !== element && other.contains(element)));
    const heights = outermost.map((element) => element.getBoundingClientRect().height);
    return {
      share: heights.reduce((sum, height) => sum + height, 0) / innerHeight,
      what: found.map(({ tagName, className }) => `${tagName.toLowerCase()}.${className}`),
    };
  });

/** By how many CSS pixels the page is wider than its window. */
export const overflow = (page: Page): Promise<number> =>
  page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);

/** What moves although the reader asked for less motion. */
export const moving = (page: Page): Promise<string[]> =>
  page.evaluate(() =>
    document
      .getAnimations()
      .filter(({ playState }) => playState === 'running')
      .map(({ effect }) => (effect as KeyframeEffect).target?.className ?? ''),
  );
