/**
 * `npm run bench`: our engines beside TensorFlow.js `fit` and ConvNetJS in one run of one real Chromium, then the built
 * site as a learner meets it. Prints a table and writes bench/latest.json. Ratios within a run are what counts; the
 * milliseconds belong to the machine they were taken on.
 */
import { copyFileSync, mkdirSync, writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { resolve } from 'node:path';
import { chromium, type Browser } from '@playwright/test';
import { build } from 'vite';
import { launchOptions } from '../../scripts/browser.mjs';
import { serve } from '../../scripts/serve.mjs';
import { measureBoard } from './board.ts';
import { measureDrag, measureLoad, measureMemory, measureTasks, measureWeightEdit } from './site.ts';
import { measureStudy, measureStudyMemory } from './studies.ts';

const REPEATS = Number(process.env.BENCH_REPEATS ?? 5);
interface SideSpec {
  readonly id: string;
  readonly epochs: number;
}
/** Sides much slower than the rest are timed on fewer epochs and scaled to the job's; the table says so. */
const DIGIT_SIDES: readonly SideSpec[] = [
  { id: 'ours/simd', epochs: 10 },
  { id: 'ours/wasm', epochs: 10 },
  { id: 'fit/wasm', epochs: 10 },
  { id: 'ours/webgl', epochs: 2 },
  { id: 'fit/webgl', epochs: 1 },
  { id: 'ours/cpu', epochs: 1 },
  { id: 'fit/cpu', epochs: 1 },
  { id: 'convnetjs/js', epochs: 1 },
];
const TRUCK_SIDES: readonly SideSpec[] = [
  { id: 'ours/simd', epochs: 120 },
  { id: 'ours/wasm', epochs: 20 },
  { id: 'fit/wasm', epochs: 20 },
  { id: 'fit/webgl', epochs: 4 },
  { id: 'fit/cpu', epochs: 20 },
];

/** What is trained by all sides of a table. */
interface Job {
  readonly id: 'digits' | 'trucks';
  readonly title: string;
  /** Epochs that times are given for. */
  readonly epochs: number;
  readonly sides: readonly SideSpec[];
}
const DIGITS: Job = {
  id: 'digits',
  title: 'train-digits: 8,000 rows, 784-32-10, batch 64, 10 epochs (median ms)',
  epochs: 10,
  sides: DIGIT_SIDES,
};
const TRUCKS: Job = {
  id: 'trucks',
  title: 'train-trucks: 1,210 rows, 48-1 linear, batch 32, 120 epochs (median ms)',
  epochs: 120,
  sides: TRUCK_SIDES,
};

interface Timing {
  readonly name: string;
  readonly epochsTimed: number;
  /** Median milliseconds for the job's epochs. */
  readonly ms: number;
  readonly spread: readonly [number, number];
}

const median = (values: readonly number[]) => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)]!;

/** Times one side on a fresh page. */
async function timeSide(browser: Browser, url: string, job: Job['id'], { id, epochs }: SideSpec, batchSize?: number) {
  const page = await browser.newPage();
  await page.goto(url);
  await page.waitForFunction(() => 'benchTime' in globalThis);
  // The page before this one is still being torn down.
  await page.waitForTimeout(1000);
  const timed = await page.evaluate(
    ([what, side, count, batch]) =>
      (
        globalThis as unknown as {
          benchTime(j: string, s: string, n: number, b: number | null): Promise<{ name: string; ms: number }>;
        }
      ).benchTime(what, side, count, batch),
    [job, id, epochs, batchSize ?? null] as [string, string, number, number | null],
  );
  await page.close();
  return timed;
}

/** One fresh page per side and repeat, sides interleaved, so that a slow spell of the machine hits all alike. */
async function train(browser: Browser, url: string, job: Job): Promise<Timing[]> {
  const samples = new Map<string, { name: string; ms: number[] }>();
  for (let repeat = 0; repeat < REPEATS; repeat++) {
    for (const side of job.sides) {
      const { name, ms } = await timeSide(browser, url, job.id, side);
      const sample = samples.get(side.id) ?? { name, ms: [] };
      const scaled = (ms / side.epochs) * job.epochs;
      sample.ms.push(scaled);
      samples.set(side.id, sample);
      process.stderr.write(`  ${repeat + 1}/${REPEATS} ${name}: ${scaled.toFixed(0)} ms\n`);
    }
  }
  return job.sides.map(({ id, epochs }) => {
    const { name, ms } = samples.get(id)!;
    return { name, epochsTimed: epochs, ms: median(ms), spread: [Math.min(...ms), Math.max(...ms)] };
  });
}

/** Builds the page of sides that are compared, and serves it while something is done with it. */
async function withBenchPage<T>(work: (url: string) => Promise<T>): Promise<T> {
  const outDir = resolve('bench/page-dist');
  const settings = { target: 'es2022', outDir, emptyOutDir: true, assetsInlineLimit: 0 } as const;
  await build({ root: 'tests/bench/page', configFile: false, base: './', build: settings, logLevel: 'warn' });
  copyFileSync('public/data/digits.bin', `${outDir}/digits.bin`);
  const { server, url } = await serve(outDir, 4400);
  try {
    return await work(url);
  } finally {
    server.close();
  }
}

async function onBenchPage(browser: Browser, job: Job): Promise<Timing[]> {
  const rows = await withBenchPage((url) => train(browser, url, job));
  console.log(`\n${job.title}`);
  for (const { name, ms, epochsTimed } of rows) {
    const scaled = epochsTimed < job.epochs ? ` (${epochsTimed} timed, scaled)` : '';
    console.log(`  ${name.padEnd(32)} ${ms.toFixed(0).padStart(7)}   ${(ms / rows[0]!.ms).toFixed(1).padStart(6)} x${scaled}`);
  }
  return rows;
}

/**
 * A study of the built site, as a learner starts it, beside TensorFlow.js `fit` doing its trainings one after the other. Ours also measures
 * every model, after each epoch and at the end; `fit` only trains. Of `fit`, some epochs are timed at each batch size and scaled.
 */
async function studyBesideFit(
  browser: Browser,
  id: 'dose' | 'sweep',
  trainings: readonly { readonly batchSize: number; readonly count: number }[],
) {
  const side = { id: 'fit/wasm', epochs: 2 };
  const samples: { ours: Awaited<ReturnType<typeof measureStudy>>; fitMs: number }[] = [];
  await withBenchPage(async (url) => {
    for (let repeat = 0; repeat < REPEATS; repeat++) {
      const ours = await measureStudy(browser, desk, id);
      let fitMs = 0;
      for (const { batchSize, count } of trainings) {
        const { ms } = await timeSide(browser, url, 'digits', side, batchSize);
        fitMs += count * (ms / side.epochs) * DIGITS.epochs;
      }
      process.stderr.write(`  ${repeat + 1}/${REPEATS} ${id}: ours ${ours.coldMs.toFixed(0)} ms, fit ${fitMs.toFixed(0)} ms\n`);
      samples.push({ ours, fitMs });
    }
  });
  const of = (pick: (sample: (typeof samples)[number]) => number) => median(samples.map(pick));
  const runs = trainings.reduce((sum, { count }) => sum + count, 0);
  const result = {
    runs,
    coldMs: of(({ ours }) => ours.coldMs),
    warmMs: of(({ ours }) => ours.warmMs),
    fitMs: of(({ fitMs }) => fitMs),
    longestTaskMs: of(({ ours }) => ours.longestTaskMs),
  };
  const task = result.longestTaskMs ? result.longestTaskMs.toFixed(0) : 'under 50';
  console.log(
    `${id}: ${runs} runs in ${result.coldMs.toFixed(0)} ms, workers to be started; ${result.warmMs.toFixed(0)} ms with them running\n` +
      `  fit, wasm, one after the other: ${result.fitMs.toFixed(0)} ms (${side.epochs} epochs timed, scaled), ${(result.fitMs / result.coldMs).toFixed(1)} x\n` +
      `  longest main-thread task: ${task} ms (goal 50)`,
  );
  return result;
}

const site = await serve('dist', 4450);
const desk = `${site.url}#/checks`;
const PARTS: Readonly<Record<string, (browser: Browser) => Promise<unknown>>> = {
  train: (browser) => onBenchPage(browser, DIGITS),
  'train-trucks': (browser) => onBenchPage(browser, TRUCKS),
  'dose-curve': (browser) => studyBesideFit(browser, 'dose', [{ batchSize: 64, count: 12 }]),
  sweep: (browser) =>
    studyBesideFit(
      browser,
      'sweep',
      [16, 32, 64, 128, 256].map((batchSize) => ({ batchSize, count: 5 })),
    ),
  async 'study-memory'(browser) {
    const memory = await measureStudyMemory(browser, desk);
    console.log(`memory over ${memory.runs} runs of studies: ${(100 * (memory.growth - 1)).toFixed(1)} % growth (goal under 5 %)`);
    return memory;
  },
  async drag(browser) {
    const drag = await measureDrag(browser, desk, 3);
    console.log(
      `retrain-on-drag: ${drag.moves} moves, median ${drag.medianMs.toFixed(0)} ms, p95 ${drag.p95Ms.toFixed(0)} ms (goal 300)`,
    );
    return drag;
  },
  async 'drag-trucks'(browser) {
    const drag = await measureDrag(browser, `${site.url}#/trucks`, 1);
    console.log(
      `retrain-on-drag-trucks: ${drag.moves} moves, median ${drag.medianMs.toFixed(0)} ms, p95 ${drag.p95Ms.toFixed(0)} ms (goal 100)`,
    );
    return drag;
  },
  async 'weight-edit'(browser) {
    const edit = await measureWeightEdit(browser, desk);
    console.log(
      `weight-edit: ${edit.moves} moves, median ${edit.medianMs.toFixed(1)} ms, p95 ${edit.p95Ms.toFixed(1)} ms (goal 16.7); ` +
        `with the wait for a frame ${edit.afterFrame.medianMs.toFixed(1)} and ${edit.afterFrame.p95Ms.toFixed(1)} ms`,
    );
    return edit;
  },
  async load(browser) {
    const loads = { start: await measureLoad(browser, site.url), desk: await measureLoad(browser, desk) };
    for (const [page, { firstCheckMs, bytes }] of Object.entries(loads))
      console.log(`load: first check read after ${firstCheckMs.toFixed(0)} ms, ${page} page, cold, 4x throttle (goal 1500)`, bytes);
    return loads;
  },
  async tasks(browser) {
    const tasks = await measureTasks(browser, desk);
    console.log(`longest main-thread task while training: ${tasks.longestMs ? tasks.longestMs.toFixed(0) : 'under 50'} ms (goal 50)`);
    return tasks;
  },
  async 'detect-board'(browser) {
    const board = await measureBoard(browser, desk);
    const [longest, opening] = [board.longestMs, board.openingMs].map((ms) => (ms ? ms.toFixed(0) : 'under 50'));
    console.log(
      `detect-board: ${board.detectors.length} detectors in ${(board.boardMs / 1000).toFixed(1)} s (goal 10), longest main-thread task ${longest} ms (goal 50), while the room opened ${opening} ms`,
    );
    return board;
  },
  async memory(browser) {
    const memory = await measureMemory(browser, desk);
    console.log(`memory over ${memory.retrains} retrains: ${(100 * (memory.growth - 1)).toFixed(1)} % growth (goal under 5 %)`);
    return memory;
  },
};

/** `npm run bench -- drag load` measures those parts alone; only a whole run is kept as the latest. */
const asked = process.argv.slice(3);
const browser = await chromium.launch(launchOptions());
try {
  const results: Record<string, unknown> = {};
  for (const [name, run] of Object.entries(PARTS)) {
    if (asked.length === 0 || asked.includes(name)) results[name] = await run(browser);
  }
  const machine = { cpu: cpus()[0]!.model, cores: cpus().length, node: process.version, browser: browser.version() };
  mkdirSync('bench', { recursive: true });
  if (asked.length === 0) writeFileSync('bench/latest.json', `${JSON.stringify({ machine, ...results }, null, 2)}\n`);
} finally {
  await browser.close();
  site.server.close();
}
