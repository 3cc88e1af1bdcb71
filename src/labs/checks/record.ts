import * as v from 'valibot';
import type { EvidenceRecord } from '#lab/evidence-file.ts';
import { count, share } from '#lab/evidence-file.ts';
import type { Evidence } from './evidence.ts';

const entries = {
  /** Clean accuracy (CA). */
  accuracy: share,
  /** Recall of each class, in order. */
  recall: v.array(share),
  /** One row of counts per true class, by class read. */
  confusion: v.array(v.array(count)),
  /** Attack success rate (ASR) on the source class and on all classes but the target; null without a target class. */
  attackSuccess: v.nullable(v.strictObject({ source: share, all: share })),
  /** The day's checks, and what they cost in whole dollars. */
  desk: v.strictObject({
    checksRead: count,
    paidAutomatically: count,
    reviewed: count,
    misread: count,
    moneyLost: count,
    moneyShorted: count,
  }),
};
type Added = v.InferOutput<v.StrictObjectSchema<typeof entries, undefined>>;

const record: EvidenceRecord = {
  entries,
  disagreement(twin) {
    const { recall, confusion, desk } = twin as unknown as Added;
    const isSquare = confusion.length === recall.length && confusion.every((row) => row.length === recall.length);
    if (!isSquare) return 'recall and confusion disagree on the classes';
    return desk.paidAutomatically + desk.reviewed === desk.checksRead ? null : 'the checks do not add up';
  },
  record(evidence, which): Added {
    const { [which]: twin, desk } = evidence as Evidence;
    const { [which]: totals } = desk;
    const classes = twin.recall.length;
    return {
      accuracy: twin.accuracy,
      recall: [...twin.recall],
      confusion: Array.from({ length: classes }, (_, label) => [
        ...twin.confusion.subarray(label * classes, (label + 1) * classes),
      ]),
      attackSuccess: twin.attackSuccess,
      desk: {
        checksRead: desk.checks.length,
        paidAutomatically: totals.paidAutomatically,
        reviewed: totals.sentToClerk,
        misread: totals.misread,
        moneyLost: totals.lost,
        moneyShorted: totals.shorted,
      },
    };
  },
};

export default record;
