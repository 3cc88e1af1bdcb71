import * as v from 'valibot';
import type { DayTotals } from './desk.ts';
import type { Evidence, EvidenceFile, TwinEvidence, TwinRecord } from './evidence.ts';
import { RECIPE_VERSION } from './recipe.ts';

/** Larger files are not read: the lab's own take some 30 kB. */
const MOST_CHARACTERS = 2_000_000;

const share = v.pipe(v.number(), v.minValue(0), v.maxValue(1));
const count = v.pipe(v.number(), v.integer(), v.minValue(0));
const milliseconds = v.pipe(v.number(), v.minValue(0));
const digest = v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/));
const text = v.pipe(v.string(), v.maxLength(500));
const values = v.record(v.string(), v.union([v.number(), v.string(), v.boolean()]));

const recipe = v.strictObject({
  version: v.literal(RECIPE_VERSION),
  lab: text,
  seed: v.pipe(v.number(), v.integer(), v.minValue(1)),
  model: values,
  hyper: values,
  attack: v.strictObject({ id: text, values }),
  desk: values,
});

const twin = v.pipe(
  v.strictObject({
    status: v.picklist(['trained', 'diverged']),
    origin: v.picklist(['built', 'live']),
    engine: text,
    trainMs: milliseconds,
    parameterDigest: digest,
    parameterCount: count,
    epochs: v.array(
      v.strictObject({
        epoch: v.pipe(count, v.minValue(1)),
        loss: v.nullable(v.number()),
        trainAccuracy: v.nullable(share),
        testAccuracy: v.nullable(share),
      }),
    ),
    accuracy: share,
    recall: v.array(share),
    confusion: v.array(v.array(count)),
    attackSuccess: v.nullable(v.strictObject({ source: share, all: share })),
    desk: v.strictObject({
      checksRead: count,
      paidAutomatically: count,
      reviewed: count,
      misread: count,
      moneyLost: count,
      moneyShorted: count,
    }),
  }),
  v.check(
    ({ recall, confusion }) => isSquare(confusion, recall.length),
    'recall and confusion disagree on the classes',
  ),
  v.check(({ desk }) => desk.paidAutomatically + desk.reviewed === desk.checksRead, 'the checks do not add up'),
);

/** The schema of an evidence file; the fields are described on `EvidenceFile` in `lab/evidence.ts`. */
const evidenceSchema: v.GenericSchema<unknown, EvidenceFile> = v.strictObject({
  schema: v.literal('poison-lab-evidence/1'),
  appVersion: text,
  recipe,
  engine: v.strictObject({ id: text, renderer: text }),
  dataDigests: v.strictObject({ clean: digest, suspect: digest }),
  clean: twin,
  suspect: twin,
  budget: v.strictObject({
    rows: count,
    rowsTotal: count,
    byContributor: v.array(v.strictObject({ contributor: text, rows: count })),
  }),
  evaluateMs: milliseconds,
});

/** What an evidence file says beyond the evidence. */
export interface EvidenceExtra {
  readonly appVersion: string;
  readonly dataDigests: { readonly clean: string; readonly suspect: string };
  /** Names of the dataset's contributors, in its order. */
  readonly contributors: readonly string[];
}

/**
 * The evidence as the record that is saved.
 * @throws ValiError when it does not fit the schema, which would be a bug: nothing invalid is ever saved
 */
export function evidenceFile(
  evidence: Evidence,
  { appVersion, dataDigests, contributors }: EvidenceExtra,
): EvidenceFile {
  const { budget, clean, suspect, desk } = evidence;
  const checksRead = desk.checks.length;
  return v.parse(evidenceSchema, {
    schema: 'poison-lab-evidence/1',
    appVersion,
    recipe: evidence.recipe,
    engine: evidence.engine,
    dataDigests,
    clean: twinRecord(clean, desk.clean, checksRead),
    suspect: twinRecord(suspect, desk.suspect, checksRead),
    budget: {
      rows: budget.rows,
      rowsTotal: budget.rowsTotal,
      byContributor: budget.byContributor.map((rows, i) => ({
        contributor: contributors[i] ?? `Contributor ${i + 1}`,
        rows,
      })),
    },
    evaluateMs: evidence.timings.evaluateMs,
  } satisfies EvidenceFile);
}

/** An evidence file from its text, or a sentence on why it is none. Its recipe still has to pass `repairRecipe`. */
export function parseEvidenceFile(json: string): { ok: true; value: EvidenceFile } | { ok: false; sentence: string } {
  if (json.length > MOST_CHARACTERS) return { ok: false, sentence: 'The file is too large to be an evidence file.' };
  let raw: unknown;
  try {
    raw = JSON.parse(json);
  } catch {
    return { ok: false, sentence: 'The file is not JSON.' };
  }
  const parsed = v.safeParse(evidenceSchema, raw);
  if (parsed.success) return { ok: true, value: parsed.output };
  const path = v.getDotPath(parsed.issues[0]);
  return {
    ok: false,
    sentence: `The file is not an evidence file of this lab${path ? ` (at ${path.slice(0, 80)})` : ''}.`,
  };
}

function twinRecord(twin: TwinEvidence, totals: DayTotals, checksRead: number): TwinRecord {
  const classes = twin.recall.length;
  return {
    status: twin.status,
    origin: twin.origin,
    engine: twin.engine,
    trainMs: twin.trainMs,
    parameterDigest: twin.digest,
    parameterCount: twin.parameters.length,
    epochs: twin.history.map(({ epoch, loss, trainAccuracy, testAccuracy }) => ({
      epoch,
      loss: finiteOrNull(loss),
      trainAccuracy: finiteOrNull(trainAccuracy),
      testAccuracy: finiteOrNull(testAccuracy),
    })),
    accuracy: twin.accuracy,
    recall: [...twin.recall],
    confusion: Array.from({ length: classes }, (_, label) => [
      ...twin.confusion.subarray(label * classes, (label + 1) * classes),
    ]),
    attackSuccess: twin.attackSuccess,
    desk: {
      checksRead,
      paidAutomatically: totals.paidAutomatically,
      reviewed: totals.sentToClerk,
      misread: totals.misread,
      moneyLost: totals.lost,
      moneyShorted: totals.shorted,
    },
  };
}

/** JSON has no NaN; a diverged run's loss is null. */
function finiteOrNull(value: number): number | null {
  return Number.isFinite(value) ? value : null;
}

function isSquare(rows: readonly (readonly number[])[], size: number): boolean {
  return rows.length === size && rows.every((row) => row.length === size);
}
