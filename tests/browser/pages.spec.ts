import AxeBuilder from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { lostInForcedColours, moving, overflow, stuck } from './pages/looks.ts';
import { STATES } from './pages/all.ts';
import { expect, test } from './support.ts';

const TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];
/**
 * A theme changes the values of colours and nothing else, so of axe's rules it can only change the answer of these. They
 * take nine tenths of axe's time. What is shown at both widths is therefore looked at in one theme at each, and only what
 * one width alone shows in both themes there: every text is still judged in both.
 */
const COLOUR_RULES = ['color-contrast', 'link-in-text-block'];
const WIDE = { width: 1440, height: 900 };
const PHONE = { width: 390, height: 844 };

/** The major version of the Chromium that took the pictures: another may space letters otherwise, all over the page. */
const PHOTOGRAPHER = '156';
const isPhotographer = (page: Page) =>
  process.platform === 'linux' && page.context().browser()!.version().split('.')[0] === PHOTOGRAPHER;

/** What differs from run to run, or from one server to another: how long something took, and on which engine; addresses. */
const VARYING = ['[data-testid=engine]', '.origin', '[data-detector] .cost', '.address'];

/** What axe finds. There are no frames here, so its way for a page alone, which opens no second one, is enough. */
async function findings(page: Page, part: string, rules: 'all' | 'colours' | 'others'): Promise<string[]> {
  if ((await page.locator(part).count()) === 0) return [];
  const axe = new AxeBuilder({ page })
    .options({ resultTypes: ['violations'] })
    .setLegacyMode()
    .include(part);
  if (rules === 'colours') axe.withRules(COLOUR_RULES);
  else axe.withTags(TAGS);
  if (rules === 'others') axe.disableRules(COLOUR_RULES);
  // What is stuck to the foot of the window covers what can be scrolled to, and axe takes that for too small a target.
  await page.evaluate(() => document.documentElement.setAttribute('data-unstuck', ''));
  const { violations } = await axe.analyze();
  await page.evaluate(() => document.documentElement.removeAttribute('data-unstuck'));
  return violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html}`));
}

/** Marks what is shown now, and answers with a selector of what is not marked with the other width's name. */
const shownAlone = (page: Page, width: number, other: number): Promise<string> =>
  page.evaluate(
    ([own, others]) => {
      for (const element of document.body.querySelectorAll('*')) {
        if (!element.checkVisibility()) continue;
        element.setAttribute(own!, '');
        element.toggleAttribute('data-alone', !element.hasAttribute(others!));
      }
      return '[data-alone]';
    },
    [`data-at-${width}`, `data-at-${other}`],
  );

/** A picture of the window at half its size, taken once nothing changes any more. */
async function photograph(page: Page): Promise<Buffer> {
  const session = await page.context().newCDPSession(page);
  const clip = { x: 0, y: 0, ...page.viewportSize()!, scale: 0.5 };
  const shoot = async () => (await session.send('Page.captureScreenshot', { format: 'jpeg', quality: 60, clip })).data;
  let last = await shoot();
  await expect
    .poll(async () => {
      const before = last;
      last = await shoot();
      return last === before;
    }, 'the page comes to rest')
    .toBe(true);
  await session.detach();
  return Buffer.from(last, 'base64');
}

/** Lays out what waits to be scrolled to, and takes away what no two pictures have in common. */
async function holdStill(page: Page): Promise<void> {
  await page.mouse.move(0, 0);
  await page.evaluate((varying) => {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(`
      [data-unstuck] :is(main > aside, .guide .walk) { position: static !important; }
      .below { content-visibility: visible !important; }
      ${varying} { visibility: hidden !important; }
      * { caret-color: transparent !important; }`);
    document.adoptedStyleSheets.push(sheet);
  }, VARYING.join());
}

const slug = (name: string) =>
  name
    .toLowerCase()
    .replace(/[^a-z]+/g, '-')
    .replace(/-$/, '');

// A file is one worker's otherwise, and this one is a fifth of all.
test.describe.configure({ mode: 'parallel' });

for (const state of STATES)
  test(`${state.name}: both themes, every width, zoom, forced colours, paper`, async ({ page }) => {
    await page.emulateMedia({ colorScheme: 'light', reducedMotion: 'reduce' });
    await state.open(page);
    await holdStill(page);
    const check = expect.configure({ soft: true });

    const look = async (colorScheme: 'light' | 'dark', size: typeof WIDE) => {
      await page.emulateMedia({ colorScheme });
      await page.setViewportSize(size);
      await page.evaluate(() => scrollTo(0, 0));
      // What is measured below holds for every browser.
      if (state.picture && isPhotographer(page))
        // Chromium now and then keeps a size that was worked out from the width before: what is wrong stays wrong after another.
        await check(async () => {
          await page.setViewportSize({ ...size, width: size.width + 40 });
          await page.setViewportSize(size);
          expect(await photograph(page)).toMatchSnapshot(`${slug(state.name)}-${colorScheme}-${size.width}.jpg`);
        }).toPass({ timeout: 20_000 });
      check(await overflow(page), `${size.width} wide`).toBeLessThanOrEqual(0);
    };
    const { part = 'html' } = state;
    await look('light', WIDE);
    check(await findings(page, part, 'all'), 'light, wide').toEqual([]);
    await shownAlone(page, WIDE.width, PHONE.width);
    await look('dark', PHONE);
    check(await findings(page, part, 'colours'), 'dark, on a phone').toEqual([]);
    const onPhone = await shownAlone(page, PHONE.width, WIDE.width);
    await look('light', PHONE);
    check(await findings(page, part, 'others'), 'light, on a phone').toEqual([]);
    check(await findings(page, onPhone, 'colours'), 'light, on a phone alone').toEqual([]);
    await look('dark', WIDE);
    const onWide = await shownAlone(page, WIDE.width, PHONE.width);
    check(await findings(page, onWide, 'colours'), 'dark, wide alone').toEqual([]);
    check(await moving(page), 'moves although less motion was asked for').toEqual([]);

    // A window of 1280 x 1024 at 400 %, and one of 1440 x 900 at 200 %.
    for (const size of [
      { width: 320, height: 256 },
      { width: 720, height: 450 },
    ]) {
      await page.setViewportSize(size);
      check(await overflow(page), `${size.width} wide`).toBeLessThanOrEqual(0);
      const { share, what } = await stuck(page);
      check(share, `of a window ${size.height} high, taken by ${what.join()}`).toBeLessThanOrEqual(0.6);
    }

    await page.setViewportSize(WIDE);
    check(await lostInForcedColours(page), 'in forced colours').toEqual([]);

    await page.emulateMedia({ colorScheme: 'dark', media: 'print' });
    check((await stuck(page)).what, 'lies over what is printed').toEqual([]);
    const { color, backgroundColor } = await page.evaluate(() => {
      const { color, backgroundColor } = getComputedStyle(document.documentElement);
      return { color, backgroundColor };
    });
    check(backgroundColor, 'the paper').toBe('rgb(255, 255, 255)');
    if (!state.printed) return;
    check(color, 'the ink').toBe('rgb(0, 0, 0)');
    await check(page.locator('#app > header')).toBeHidden();
  });
