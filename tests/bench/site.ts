import type { Browser, CDPSession, Page } from '@playwright/test';

const MOVES = 50;
const RETRAINS = 500;
const LOADS = 5;

/** A fresh page of the site, with evidence on it. */
export async function openSite(browser: Browser, url: string): Promise<Page> {
  const page = await (await browser.newContext({ viewport: { width: 1440, height: 900 } })).newPage();
  await page.goto(url);
  await page.waitForSelector('[data-status="done"]');
  return page;
}

/** Runs in the page: moves the poison slider to each value, waits for its evidence to be painted, returns the times. */
function dragInPage(values: readonly number[]): Promise<number[]> {
  const slider = document.querySelector<HTMLInputElement>('[data-testid="poison-count"] input[type="range"]')!;
  const view = document.querySelector<HTMLElement>('[data-status]')!;
  const painted = () => new Promise<void>((resolve) => requestAnimationFrame(() => setTimeout(resolve)));
  const settled = () =>
    new Promise<void>((resolve) => {
      const done = () => view.dataset['status'] === 'done' && view.dataset['rows'] === slider.value;
      if (done()) return resolve();
      const observer = new MutationObserver(() => {
        if (!done()) return;
        observer.disconnect();
        resolve();
      });
      observer.observe(view, { attributes: true });
    });
  const move = async (value: number) => {
    const start = performance.now();
    slider.value = String(value);
    slider.dispatchEvent(new InputEvent('input', { bubbles: true }));
    await settled();
    await painted();
    return performance.now() - start;
  };
  return values.reduce<Promise<number[]>>(async (times, value) => [...(await times), await move(value)], Promise.resolve([]));
}

/** From the input event to painted new evidence, one move after the other, each `step` rows on to a value not seen before. */
export async function measureDrag(browser: Browser, url: string, step: number) {
  const page = await openSite(browser, url);
  await page.evaluate(dragInPage, [1, 2]);
  const times = await page.evaluate(dragInPage, Array.from({ length: MOVES }, (_, i) => 3 + step * i));
  await page.context().close();
  times.sort((a, b) => a - b);
  return { moves: MOVES, medianMs: times[MOVES / 2]!, p95Ms: times[Math.ceil(MOVES * 0.95) - 1]! };
}

/**
 * Runs in the page: puts the brush down on each cell in turn, and returns the times from event to painted numbers. The event
 * comes at the start of a frame, or at once after one.
 */
function paintInPage([cells, atFrame]: readonly [readonly number[], boolean]): Promise<number[]> {
  const board = document.querySelector<HTMLElement>('[data-testid="paint-board"]')!;
  const canvas = board.querySelector('canvas')!;
  board.setPointerCapture = () => undefined;
  const painted = () => new Promise<void>((resolve) => requestAnimationFrame(() => setTimeout(resolve)));
  const at = (type: string, cell: number) => {
    const box = canvas.getBoundingClientRect();
    const clientX = box.left + ((cell % 28) + 0.5) * (box.width / 28);
    const clientY = box.top + (Math.floor(cell / 28) + 0.5) * (box.height / 28);
    board.dispatchEvent(new PointerEvent(type, { bubbles: true, clientX, clientY, pointerId: 1, isPrimary: true }));
  };
  at('pointerdown', cells[0]!);
  const move = async (cell: number) => {
    await painted();
    return new Promise<number>((resolve) => {
      const act = () => {
        const start = performance.now();
        at('pointermove', cell);
        const stop = () => setTimeout(() => resolve(performance.now() - start));
        if (atFrame) stop();
        else requestAnimationFrame(stop);
      };
      if (atFrame) requestAnimationFrame(act);
      else act();
    });
  };
  return cells
    .slice(1)
    .reduce<Promise<number[]>>(async (times, cell) => [...(await times), await move(cell)], Promise.resolve([]))
    .finally(() => at('pointerup', cells.at(-1)!));
}

/**
 * From the pointer event to painted numbers, while a brush moves over a unit's weights. Browsers hand a pointer's moves out at
 * the start of a frame, right before its animation callbacks, and paint what they changed in that same frame; so that is when
 * the moves come here, and the clock stops once the frame's style, layout and paint are done. An event made just after a frame
 * waits for the next one besides, which no pointer's does: that figure, from 16.7 ms on for an edit that does nothing, is
 * `afterFrame`.
 */
export async function measureWeightEdit(browser: Browser, url: string) {
  const atFrame = await brushTimes(browser, url, true);
  return { ...atFrame, afterFrame: await brushTimes(browser, url, false) };
}

async function brushTimes(browser: Browser, url: string, atFrame: boolean) {
  const page = await openSite(browser, url);
  await page.getByRole('button', { name: 'Edit the model by hand…' }).click();
  await page.getByTestId('paint-board').waitFor();
  // The tables for following a brush are made in quiet moments.
  await page.waitForTimeout(2500);
  const path = Array.from({ length: MOVES + 6 }, (_, i) => 28 * (4 + (i % 20)) + 4 + Math.floor(i / 3));
  const times = (await page.evaluate(paintInPage, [path, atFrame] as const)).slice(5);
  await page.context().close();
  times.sort((a, b) => a - b);
  return { moves: MOVES, medianMs: times[MOVES / 2]!, p95Ms: times[Math.ceil(MOVES * 0.95) - 1]! };
}

/** Runs in the page before its own code: notes the moment at which a check that has been read is painted. */
function noteFirstCheck(): void {
  const observer = new MutationObserver(() => {
    if (!document.querySelector('[data-status="done"]')) return;
    observer.disconnect();
    requestAnimationFrame(() => setTimeout(() => Object.assign(globalThis, { firstCheckMs: performance.now() })));
  });
  observer.observe(document, { subtree: true, childList: true, attributeFilter: ['data-status'] });
}

/** Cold load at 4x CPU throttle: bytes by type, and when the first check has been read, median of five loads. */
export async function measureLoad(browser: Browser, url: string) {
  const loads = [];
  for (let i = 0; i < LOADS; i++) loads.push(await loadCold(browser, url));
  loads.sort((a, b) => a.firstCheckMs - b.firstCheckMs);
  return loads[Math.floor(LOADS / 2)]!;
}

async function loadCold(browser: Browser, url: string) {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
  const page = await context.newPage();
  const cdp = await context.newCDPSession(page);
  await cdp.send('Emulation.setCPUThrottlingRate', { rate: 4 });
  await page.addInitScript(noteFirstCheck);
  await page.goto(url, { waitUntil: 'commit' });
  const handle = await page.waitForFunction(() => (globalThis as { firstCheckMs?: number }).firstCheckMs, null, { polling: 200 });
  const firstCheckMs = (await handle.jsonValue())!;
  const bytes = await page.evaluate(() => {
    const sums: Record<string, number> = {};
    for (const entry of performance.getEntriesByType('resource') as PerformanceResourceTiming[]) {
      const type = entry.name.split('.').at(-1)!.split('?')[0]!;
      sums[type] = (sums[type] ?? 0) + entry.encodedBodySize;
    }
    return sums;
  });
  await context.close();
  return { firstCheckMs, bytes };
}

/** Longest task of the page's own thread while twenty runs train one after the other. */
export async function measureTasks(browser: Browser, url: string) {
  const page = await openSite(browser, url);
  await page.evaluate(() => {
    const tasks: number[] = [];
    new PerformanceObserver((list) => tasks.push(...list.getEntries().map((entry) => entry.duration))).observe({ type: 'longtask' });
    Object.assign(globalThis, { tasks });
  });
  await page.evaluate(dragInPage, Array.from({ length: 20 }, (_, i) => 5 + 7 * i));
  const tasks = await page.evaluate(() => (globalThis as unknown as { tasks: number[] }).tasks);
  await page.context().close();
  // The browser reports tasks from 50 ms on; none reported means none reached that.
  return { longestMs: Math.max(0, ...tasks), over50: tasks.length };
}

/** What the page holds after a full collection: objects, and the typed arrays that parameters and digits live in. */
export async function heap(cdp: CDPSession): Promise<number> {
  await cdp.send('HeapProfiler.collectGarbage');
  const { usedSize, backingStorageSize } = await cdp.send('Runtime.getHeapUsage');
  return usedSize + backingStorageSize;
}

/** What the page holds after a hundred runs, when its bounded caches have filled, against after 500 more. */
export async function measureMemory(browser: Browser, url: string) {
  const page = await openSite(browser, url);
  const cdp = await page.context().newCDPSession(page);
  const runs = (count: number) => page.evaluate(dragInPage, Array.from({ length: count }, (_, i) => 1 + ((i * 7) % 160)));
  await runs(100);
  const before = await heap(cdp);
  await runs(RETRAINS);
  const after = await heap(cdp);
  await page.context().close();
  return { retrains: RETRAINS, beforeBytes: before, afterBytes: after, growth: after / before };
}
