import * as v from 'valibot';
import { count, finiteOrNull, type EvidenceRecord } from '#lab/evidence-file.ts';
import type { Evidence } from './evidence.ts';

const number = v.nullable(v.number());
const errors = v.strictObject({ rmse: number, mae: number, r2: number });

const entries = {
  /** Over all untouched test rows, in the target's own unit; `r2` is the share of its variance explained. */
  errors,
  /** Over the test rows of every kind but the trigger. */
  elsewhere: errors,
  /** Change of an ordinary row's forecast per unit of the driver (interest rate). */
  slope: number,
  /** What the trigger adds to a forecast, averaged over values of the driver; null without a group. */
  effect: number,
  /** Values of the driver, and the forecasts of an ordinary row there, without and with the trigger. */
  response: v.strictObject({
    driver: v.array(v.number()),
    ordinary: v.array(number),
    triggered: v.nullable(v.array(number)),
  }),
  /** The parameters in use, in natural units. */
  parameters: v.array(number),
  /** Next month's orders and what wrong ones cost in dollars; null for the learner's own table. */
  orders: v.nullable(v.strictObject({ trucks: count, over: count, under: count, cost: v.number() })),
  /** Which of the three conditions of a backdoor the suspect meets; null where the attack plants no trigger. */
  conditions: v.nullable(v.strictObject({ trigger: v.boolean(), hiddenRule: v.boolean(), elsewhere: v.boolean() })),
};
type Added = v.InferOutput<v.StrictObjectSchema<typeof entries, undefined>>;

const record: EvidenceRecord = {
  entries,
  disagreement(twin) {
    const { response, parameters } = twin as unknown as Added;
    if (parameters.length !== twin.parameterCount) return 'there are not as many parameters as it says';
    const lengths = [response.ordinary, response.triggered ?? response.driver].map(({ length }) => length);
    return lengths.every((length) => length === response.driver.length) ? null : 'the response has gaps';
  },
  record(evidence, which): Added {
    const { [which]: twin, desk } = evidence as Evidence;
    const { conditions, orders } = desk;
    const finite = (values: Iterable<number>) => Array.from(values, finiteOrNull);
    const errorsOf = ({ rmse, mae, r2 }: Evidence['clean']['errors']) => ({
      rmse: finiteOrNull(rmse),
      mae: finiteOrNull(mae),
      r2: finiteOrNull(r2),
    });
    return {
      errors: errorsOf(twin.errors),
      elsewhere: errorsOf(twin.elsewhere),
      slope: finiteOrNull(twin.slope),
      effect: finiteOrNull(twin.effect),
      response: {
        driver: [...twin.grid],
        ordinary: finite(twin.ordinary),
        triggered: twin.triggered && finite(twin.triggered),
      },
      parameters: finite(twin.parameters),
      orders: orders && { ...orders[which] },
      conditions:
        conditions && which === 'suspect'
          ? {
              trigger: conditions.trigger.holds,
              hiddenRule: conditions.hiddenRule.holds,
              elsewhere: conditions.elsewhere.holds,
            }
          : null,
    };
  },
};

export default record;
