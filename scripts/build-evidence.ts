/**
 * Measures every detector against every attack, and on clean models, with the code that the page runs, and writes the matrix that
 * the page shows: npm run evidence. With ids of detectors behind it, only those are measured anew; what was measured of the others stays.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { detect } from '#engine/detect.ts';
import { Pipeline } from '#engine/pipeline.ts';
import { createSimdEngine } from '#engine/simd/engine.ts';
import type { Detector } from '#lab/detector.ts';
import type { Evidence } from '#lab/evidence.ts';
import type { Flow } from '#lab/flow.ts';
import { encodeRecipe } from '#lab/link.ts';
import { loadPacker } from '#lab/packer.ts';
import type { Recipe } from '#lab/recipe.ts';
import { defaultRecipe, repairRecipe } from '#lab/repair.ts';
import { cellsOf, survey, type Surveyor, type Trial, type Tried } from '#lab/survey.ts';
import type { Truth } from '#lab/truth.ts';
import { decodeDigits } from '#labs/checks/digits.ts';
import type { Evidence as DeskEvidence } from '#labs/checks/evidence.ts';
import checks from '#labs/checks/flow.ts';
import { trials as deskTrials } from '#labs/checks/trials.ts';
import { digitTruthOf } from '#labs/checks/truth.ts';
import type { Matrix } from '#labs/parts/detect/matrix.ts';
import trucks from '#labs/trucks/flow.ts';
import { rowsOf } from '#labs/trucks/rows.ts';
import { trials as forecastTrials } from '#labs/trucks/trials.ts';
import { tableTruth } from '#labs/trucks/truth.ts';
import { detectorsFor } from '#registry/detectors.ts';
import { attacks, edits, labs } from '#registry/index.ts';

const SEEDS = [1, 2, 3, 4, 5];
const CLEAN_SEEDS = Array.from({ length: 20 }, (_, i) => 101 + i);
const OUT = 'src/labs/parts/detect/matrix.json';
const CLEAN: Trial = { id: 'clean', title: 'Nothing', dose: '', change: (usual) => usual, plan: null };

const only = process.argv.slice(3);
const earlier = JSON.parse(readFileSync(OUT, 'utf8')) as Readonly<Record<string, Matrix>>;
const digits = decodeDigits(gunzipSync(readFileSync('public/data/digits.bin')));
await loadPacker();
const engine = await createSimdEngine(readFileSync('src/engine/simd/kernel.wasm'));
const pipeline = new Pipeline();
pipeline.supply(checks as unknown as Flow, digits);
pipeline.supply(trucks as unknown as Flow, {});
const hooks = { onEpoch: () => {}, cancelled: () => false, breathe: async () => {}, now: () => performance.now() };

async function measure(recipe: Recipe): Promise<Evidence> {
  const train = (twin: 'clean' | 'suspect') => pipeline.train(recipe, twin, engine, hooks);
  const [clean, suspect] = [await train('clean'), await train('suspect')];
  if (clean === null || clean === 'same' || suspect === null) throw new Error('A run was cancelled.');
  return (await pipeline.evaluate(recipe, clean, suspect === 'same' ? clean : suspect, engine, hooks.now)).evidence;
}

function truthOf({ recipe }: Evidence): Truth {
  const attack = attacks.get(recipe.attack.id)!;
  if (attack.rows === 'table') return tableTruth(rowsOf(recipe, {}, attack));
  return digitTruthOf(digits, recipe, attack);
}

const catalog = { labs, attacks, edits };
const legal = (recipe: Recipe) => repairRecipe(recipe, catalog).recipe;

const surveyor = (material: unknown): Surveyor => ({
  measure,
  truthOf,
  material,
  legal,
  attackOf: ({ attack }) => attacks.get(attack.id)!,
  pause: async () => {},
  detect: ({ recipe, suspect }, id) => detect(pipeline, recipe, suspect, id, {}, engine, hooks),
});

async function matrixOf(lab: string, trials: readonly Trial[], material: unknown): Promise<Matrix> {
  const { rows } = labs.get(lab)!;
  const detectors = (await detectorsFor(rows)).filter(({ id }) => only.length === 0 || only.includes(id));
  const ids = detectors.map(({ id }) => id);
  const usual = (seed: number): Recipe => ({ ...defaultRecipe(labs.get(lab)!, attacks), seed });
  const tryAll = async (trials: readonly Trial[], seeds: readonly number[]) => {
    const tried: Tried[] = [];
    for await (const one of survey(surveyor(material), trials, usual, seeds, ids)) tried.push(one);
    return tried;
  };
  const tried = await tryAll(trials, SEEDS);
  const clean = await tryAll([CLEAN], CLEAN_SEEDS);
  const cells = cellsOf(tried);
  report(lab, trials, ids, tried, clean);
  const links = trials.map(({ id, title, dose }) => {
    const first = tried.find(({ trial }) => trial === id);
    const known = earlier[lab]?.trials.find((trial) => trial.id === id);
    return { id, title, dose, link: first ? encodeRecipe(first.recipe, catalog) : (known?.link ?? '') };
  });
  const alarms = (id: string) => alarmsOf(clean).flatMap((one) => (one.detector === id ? [one.recipe.seed] : []));
  const measured: Matrix = {
    seeds: SEEDS,
    cleanSeeds: CLEAN_SEEDS,
    detectors: detectors.map(({ id, title }) => ({ id, title })),
    trials: links,
    cells,
    clean: cellsOf(clean)[CLEAN.id] ?? {},
    falseAlarms: Object.fromEntries(ids.map((id) => [id, alarms(id)])),
  };
  return only.length === 0 ? measured : merged(measured, earlier[lab], await detectorsFor(rows));
}

/** What was measured now, beside what is known of the other detectors that there are. */
function merged(now: Matrix, known: Matrix | undefined, detectors: readonly Detector[]): Matrix {
  if (!known) return now;
  const isKnown = ({ id }: Detector) => [now, known].some((matrix) => matrix.detectors.some((one) => one.id === id));
  const kept = detectors.filter(isKnown);
  const both = <T>(of: (matrix: Matrix) => Readonly<Record<string, T>>) => {
    const all = { ...of(known), ...of(now) };
    return Object.fromEntries(kept.flatMap(({ id }) => (all[id] === undefined ? [] : [[id, all[id]]])));
  };
  return {
    ...now,
    detectors: kept.map(({ id, title }) => ({ id, title })),
    cells: Object.fromEntries(now.trials.map(({ id }) => [id, both(({ cells }) => cells[id] ?? {})])),
    clean: both(({ clean }) => clean),
    falseAlarms: both(({ falseAlarms }) => falseAlarms),
  };
}

const alarmsOf = (tried: readonly Tried[]) => tried.filter(({ signal }) => signal === 'alarm');

/** Prints what each detector made of each trial, seed by seed: A alarm, s suspicious, . quiet, ? cannot know. */
function report(
  lab: string,
  trials: readonly Trial[],
  ids: readonly string[],
  tried: readonly Tried[],
  clean: readonly Tried[],
) {
  const LETTERS = { alarm: 'A', suspicious: 's', quiet: '.', 'cannot-know': '?' };
  const letters = (all: readonly Tried[], id: string) =>
    all
      .filter(({ detector }) => detector === id)
      .map(({ signal }) => LETTERS[signal])
      .join('');
  for (const { id: trial, title, dose } of trials) {
    console.log(`\n${lab}: ${title} (${dose})`);
    const all = tried.filter((one) => one.trial === trial);
    for (const id of ids) {
      const { recall, precision } = cellsOf(all)[trial]![id]!;
      const share = (value: number | null) => (value === null ? '    -' : value.toFixed(3));
      console.log(`  ${id.padEnd(24)} ${letters(all, id)}  recall ${share(recall)}  precision ${share(precision)}`);
    }
  }
  console.log(`\n${lab}: clean models, seeds ${CLEAN_SEEDS[0]} to ${CLEAN_SEEDS.at(-1)}`);
  for (const id of ids) console.log(`  ${id.padEnd(24)} ${letters(clean, id)}`);
  const boards = new Set(alarmsOf(clean).map(({ recipe }) => recipe.seed));
  console.log(`  boards with an alarm: ${boards.size} of ${CLEAN_SEEDS.length}`);
  const mean = (id: string) => {
    const ms = tried.filter(({ detector }) => detector === id).map((one) => one.ms);
    return ms.reduce((sum, value) => sum + value, 0) / ms.length / 1000;
  };
  console.log(`  seconds: ${ids.map((id) => `${id} ${mean(id).toFixed(2)}`).join(', ')}`);
}

/** Takes out what the best detector of rows points at, of 80 stamped rows, and measures what is left of the attack. */
async function repairStamped(by: string): Promise<void> {
  const trial = deskTrials[0]!;
  const lines: string[] = [];
  for (const seed of SEEDS) {
    const recipe = legal(trial.change({ ...defaultRecipe(labs.get('checks')!, attacks), seed }));
    const before = (await measure(recipe)) as DeskEvidence;
    const { finding } = (await surveyor(digits).detect(before, by))!;
    const { ids } = truthOf(before);
    const fixes = Array.from(finding.rows?.flagged ?? [], (row) => [ids[row]!] as const).sort(([a], [b]) => a - b);
    const after = (await measure({ ...recipe, fixes })) as DeskEvidence;
    const success = (evidence: DeskEvidence) => evidence.suspect.attackSuccess!.all.toFixed(3);
    lines.push(
      `  seed ${seed}: ${fixes.length} rows out, ASR ${success(before)} -> ${success(after)}, CA ${after.suspect.accuracy.toFixed(4)}, clean twin ${after.clean.accuracy.toFixed(4)}`,
    );
  }
  console.log(`\nrepair of ${trial.dose} stamped, by ${by}\n${lines.join('\n')}`);
}

const matrices = {
  checks: await matrixOf('checks', deskTrials as unknown as Trial[], digits),
  trucks: await matrixOf('trucks', forecastTrials as unknown as Trial[], {}),
};
const stamped = matrices.checks.cells[deskTrials[0]!.id]!;
const [best] = Object.entries(stamped)
  .filter(([, { precision }]) => (precision ?? 0) >= 0.8)
  .sort(([, a], [, b]) => (b.recall ?? 0) - (a.recall ?? 0));
if (best) await repairStamped(best[0]);
writeFileSync(OUT, `${JSON.stringify(matrices)}\n`);
