import * as v from 'valibot';
import type { Evidence, EvidenceFile, TwinEvidence, TwinRecord } from './evidence.ts';
import { RECIPE_VERSION } from './recipe.ts';
import { isRowEdit } from './row-edit.ts';
import { isRowFix } from './row-fix.ts';

export const share = v.pipe(v.number(), v.minValue(0), v.maxValue(1));
export const count = v.pipe(v.number(), v.integer(), v.minValue(0));
const milliseconds = v.pipe(v.number(), v.minValue(0));
const digest = v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/));
const text = v.pipe(v.string(), v.maxLength(500));
const values = v.record(v.string(), v.union([v.number(), v.string(), v.boolean()]));
const edit = v.tupleWithRest([text], v.number());

const recipe = v.strictObject({
  version: v.literal(RECIPE_VERSION),
  lab: text,
  seed: v.pipe(v.number(), v.integer(), v.minValue(1)),
  data: values,
  model: values,
  hyper: values,
  attack: v.strictObject({ id: text, values }),
  file: text,
  rows: v.array(v.custom<EvidenceFile['recipe']['rows'][number]>(isRowEdit)),
  // Files written before rows could be repaired have none.
  fixes: v.optional(v.array(v.custom<EvidenceFile['recipe']['fixes'][number]>(isRowFix)), []),
  edits: v.array(edit),
  desk: values,
});

const twinEntries = {
  status: v.picklist(['trained', 'diverged']),
  origin: v.picklist(['built', 'live', 'file']),
  engine: text,
  trainMs: milliseconds,
  parameterDigest: digest,
  parameterCount: count,
  epochs: v.array(
    v.strictObject({
      epoch: v.pipe(count, v.minValue(1)),
      loss: v.nullable(v.number()),
      trainAccuracy: v.nullable(share),
      testScore: v.nullable(v.number()),
    }),
  ),
};

/** What a lab adds to the evidence file; `src/labs/<id>/record.ts`. */
export interface EvidenceRecord {
  /** Schema of the fields that the lab adds to each twin. */
  readonly entries: v.ObjectEntries;
  /** What one twin's fields must agree on among themselves, in a sentence that says what is wrong; null when they do. */
  disagreement(twin: TwinRecord): string | null;
  /** Those fields of one twin. */
  record(evidence: Evidence, twin: 'clean' | 'suspect'): Record<string, unknown>;
}

/** The schema that a lab's evidence file is held to when it is written; the fields are described on `EvidenceFile` in `lab/evidence.ts`. */
export function evidenceSchema(lab: EvidenceRecord): v.GenericSchema<unknown, EvidenceFile> {
  const twin = v.pipe(
    v.strictObject({ ...twinEntries, ...lab.entries }),
    v.check((record) => lab.disagreement(record as TwinRecord) === null, 'its numbers do not agree'),
  );
  return v.strictObject({
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
    edited: v.strictObject({ edits: count, parameters: count }),
    evaluateMs: milliseconds,
  }) as unknown as v.GenericSchema<unknown, EvidenceFile>;
}

/** What an evidence file says beyond the evidence. */
export interface EvidenceExtra {
  readonly appVersion: string;
  readonly dataDigests: { readonly clean: string; readonly suspect: string };
}

/**
 * The evidence as the record that is saved.
 * @throws ValiError when it does not fit the schema, which would be a bug: nothing invalid is ever saved
 */
export function evidenceFile(
  evidence: Evidence,
  lab: EvidenceRecord,
  { appVersion, dataDigests }: EvidenceExtra,
): EvidenceFile {
  const { budget, clean, suspect, edited } = evidence;
  return v.parse(evidenceSchema(lab), {
    schema: 'poison-lab-evidence/1',
    appVersion,
    recipe: evidence.recipe,
    engine: evidence.engine,
    dataDigests,
    clean: { ...twinRecord(clean), ...lab.record(evidence, 'clean') },
    suspect: { ...twinRecord(suspect), ...lab.record(evidence, 'suspect') },
    budget,
    edited,
    evaluateMs: evidence.timings.evaluateMs,
  } satisfies EvidenceFile);
}

function twinRecord(twin: TwinEvidence): TwinRecord {
  return {
    status: twin.status,
    origin: twin.origin,
    engine: twin.engine,
    trainMs: twin.trainMs,
    parameterDigest: twin.digest,
    parameterCount: twin.parameters.length,
    epochs: twin.history.map(({ epoch, loss, trainAccuracy, testScore }) => ({
      epoch,
      loss: finiteOrNull(loss),
      trainAccuracy: finiteOrNull(trainAccuracy),
      testScore: finiteOrNull(testScore),
    })),
  };
}

/** JSON has no NaN; a diverged run's loss is null. */
export function finiteOrNull(value: number | null): number | null {
  return value !== null && Number.isFinite(value) ? value : null;
}
