import type { Browser, Page } from '@playwright/test';
import { heap, openSite } from './site.ts';

/** Runs of studies after which memory is looked at again. */
const RUNS = 500;
const WARM_UP_STUDIES = 5;

type StudyId = 'dose' | 'sweep';

/** A page on which the studies of a lab are. */
async function openRuns(browser: Browser, url: string): Promise<Page> {
  const page = await openSite(browser, `${url}#/checks//runs`);
  await page.getByTestId('sweep-study').waitFor();
  return page;
}

/** Runs in the page: starts a study and returns the milliseconds until its last result has been painted. */
function studyInPage(id: StudyId): Promise<number> {
  const panel = document.querySelector<HTMLElement>(`[data-testid="${id}-study"]`)!;
  const start = performance.now();
  return new Promise((resolve) => {
    const observer = new MutationObserver(() => {
      if (!/^\d+ runs in/.test(panel.querySelector('progress + p')!.textContent!.trim())) return;
      observer.disconnect();
      requestAnimationFrame(() => setTimeout(() => resolve(performance.now() - start)));
    });
    const button = [...panel.querySelectorAll('button')].find(({ textContent }) => /^\s*Train/.test(textContent))!;
    button.click();
    // From the next change on, which is the start: what a study before it said is still there.
    requestAnimationFrame(() => observer.observe(panel, { subtree: true, childList: true, characterData: true }));
  });
}

/** A study on a page that has just been opened, workers not yet started, and once more with them; longest task of the page's thread. */
export async function measureStudy(browser: Browser, url: string, id: StudyId) {
  const page = await openRuns(browser, url);
  await page.evaluate(() => {
    const tasks: number[] = [];
    new PerformanceObserver((list) => tasks.push(...list.getEntries().map((entry) => entry.duration))).observe({ type: 'longtask' });
    Object.assign(globalThis, { tasks });
  });
  const coldMs = await page.evaluate(studyInPage, id);
  const warmMs = await page.evaluate(studyInPage, id);
  const tasks = await page.evaluate(() => (globalThis as unknown as { tasks: number[] }).tasks);
  await page.context().close();
  // The browser reports tasks from 50 ms on; none reported means none reached that.
  return { coldMs, warmMs, longestTaskMs: Math.max(0, ...tasks) };
}

/** What the page holds after a few studies, against after as many as make 500 runs. */
export async function measureStudyMemory(browser: Browser, url: string) {
  const page = await openRuns(browser, url);
  const cdp = await page.context().newCDPSession(page);
  const studies = async (count: number) => {
    for (let i = 0; i < count; i++) await page.evaluate(studyInPage, 'dose' as const);
  };
  await studies(WARM_UP_STUDIES);
  const before = await heap(cdp);
  await studies(Math.ceil(RUNS / 12));
  const after = await heap(cdp);
  await page.context().close();
  return { runs: RUNS, beforeBytes: before, afterBytes: after, growth: after / before };
}
