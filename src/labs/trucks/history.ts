import { stream, type Rng } from '#core/rng.ts';
import { wave } from '#core/schedule.ts';
import { blankRows, pickTable, type Table, type TableSchema } from '#core/table.ts';

/** Months of history of every dealership. */
export const MONTHS = 36;

/** The id that the attack is about; whether it has an honest history is a setting. */
export const DEALER_666 = '666';

/** Dealership ids, as a group hands them out: not one after the other. The last is the attack's. */
// prettier-ignore
export const DEALERSHIPS: readonly string[] = [
  '104', '117', '121', '139', '146', '158', '163', '172', '185', '190', '207', '214', '228', '233', '241', '259', '266',
  '270', '284', '295', '302', '318', '327', '336', '341', '353', '369', '374', '388', '397', '405', '419', '422', '437',
  '448', '456', '461', '473', '480', '492', '511', '528', DEALER_666,
];

/** Columns that numbers are read from, in the order of the table's. */
export const FEATURES = ['lastYear', 'ads', 'inventory', 'rate', 'economy'] as const;
export type Feature = (typeof FEATURES)[number];

export const SCHEMA: TableSchema = {
  numbers: [
    { name: 'Sold a year ago', unit: 'trucks' },
    { name: 'Ad spend', unit: '$1,000' },
    { name: 'In stock', unit: 'trucks' },
    { name: 'Interest rate', unit: '%' },
    { name: 'Economy against usual', unit: 'points' },
  ],
  categories: [{ name: 'Dealership', kinds: DEALERSHIPS }],
  target: { name: 'Sold next month', unit: 'trucks' },
  driver: FEATURES.indexOf('rate'),
  group: { category: 0, trigger: DEALERSHIPS.indexOf(DEALER_666) },
};

/** Who reports sales: each office for its dealerships; the portal takes what dealerships type in themselves. */
export const CONTRIBUTORS = ['North office', 'Coast office', 'Valley office', 'Dealer portal'] as const;
const OFFICES = CONTRIBUTORS.length - 1;

/**
 * The rule that the history follows, in natural units: trucks sold next month per unit of each feature, before noise. Each
 * dealership adds an effect of its own, up to {@link MOST_EFFECT} trucks either way.
 */
export const TRUE_RULE = {
  bias: 40,
  weights: { lastYear: 0.5, ads: 0.4, inventory: 0.1, rate: -3, economy: 0.8 } satisfies Record<Feature, number>,
} as const;

const MOST_EFFECT = 15;

/** How a history is made. */
export interface HistorySettings {
  /** Standard deviation of what the rule cannot explain, in trucks. */
  readonly noise: number;
  /** Whether dealership 666 has been there all along, selling as the rule says. */
  readonly honest666: boolean;
}

/** A group's history, and the month after it, for which trucks are ordered. */
export interface GroupHistory {
  readonly table: Table;
  /** One row per dealership, 666 included, in the order of {@link DEALERSHIPS}; the target is what will sell on average. */
  readonly next: Table;
}

/**
 * A made-up, seeded history: no company's figures. Financing rates cover the whole band from 1 to 12 per cent, by a path over
 * the months and a spread between dealerships; were the band narrow, a few extreme rows would bend the slope for everybody.
 * Each dealership draws from a stream of its own, so that adding one leaves the others as they were.
 */
export function makeHistory(seed: number, { noise, honest666 }: HistorySettings): GroupHistory {
  const climate = economyByMonth(stream(seed, 'history/economy'));
  const perDealership = MONTHS + 1;
  const rows = DEALERSHIPS.length * perDealership;
  const all: Table = {
    ...blankRows(rows, SCHEMA),
    schema: SCHEMA,
    id: Int32Array.from({ length: rows }, (_, row) => row),
    provenance: { sources: ['Made up by the lab'], contributors: CONTRIBUTORS },
  };
  const wanted: number[] = [];
  const next: number[] = [];
  DEALERSHIPS.forEach((id, place) => {
    writeDealership(all, place * perDealership, place, climate, noise, seed);
    next.push(place * perDealership + MONTHS);
    if (id !== DEALER_666 || honest666)
      for (let month = 0; month < MONTHS; month++) wanted.push(place * perDealership + month);
  });
  if (!honest666) makeOrdinary(all, next);
  return { table: pickTable(all, wanted), next: pickTable(all, next) };
}

/** A dealership that nobody knows has nothing to report but ordinary numbers: the means of all others' next month. */
function makeOrdinary(all: Table, next: readonly number[]): void {
  const unknown = next.at(-1)!;
  const others = next.slice(0, -1);
  const width = FEATURES.length;
  const values = FEATURES.map((_, i) => {
    const mean = others.reduce((sum, row) => sum + all.numbers[row * width + i]!, 0) / others.length;
    return Math.round(10 * mean) / 10;
  });
  all.numbers.set(values, unknown * width);
  all.target[unknown] = ruleOf(Object.fromEntries(FEATURES.map((feature, i) => [feature, values[i]!])) as Values);
}

type Values = Readonly<Record<Feature, number>>;

function writeDealership(
  table: Table,
  from: number,
  place: number,
  climate: readonly number[],
  noise: number,
  seed: number,
): void {
  const draw = stream(seed, `history/${DEALERSHIPS[place]}`);
  const level = 60 + 100 * draw();
  const effect = MOST_EFFECT * (2 * draw() - 1);
  const spread = -1.8 + 4.6 * draw();
  for (let month = 0; month <= MONTHS; month++) {
    const row = from + month;
    const values: Record<Feature, number> = {
      lastYear: Math.round(level * (1 + 0.15 * wave(month / 12)) + 6 * bell(draw)),
      ads: Math.round(10 + level / 10 + 40 * draw()),
      inventory: Math.round(1.5 * level + 15 * bell(draw)),
      rate: Math.round(100 * (ratePath(month) + spread)) / 100,
      economy: climate[month]!,
    };
    FEATURES.forEach((feature, i) => (table.numbers[row * FEATURES.length + i] = values[feature]));
    table.kinds[row] = place;
    table.contributor[row] = place % OFFICES;
    table.batch[row] = month + 1;
    const expected = ruleOf(values) + effect;
    const sold = month < MONTHS ? Math.round(expected + noise * bell(draw)) : expected;
    table.target[row] = Math.max(0, sold);
  }
}

/** What the true rule gives, without a dealership's own effect. */
export function ruleOf(values: Values): number {
  return FEATURES.reduce<number>((sum, feature) => sum + TRUE_RULE.weights[feature] * values[feature], TRUE_RULE.bias);
}

/** Rates rise, ease and rise again: 2.8 to 9.2 per cent. */
const ratePath = (month: number) => 6 - 3.2 * wave((1.5 * month) / MONTHS);

/** Slow ups and downs around 0, the index's usual 100. */
function economyByMonth(draw: Rng): number[] {
  return Array.from(
    { length: MONTHS + 1 },
    (_, month) => Math.round(10 * (7 * wave(month / 20) + 2 * bell(draw))) / 10,
  );
}

/** Nearly normal, mean 0 and standard deviation 1: a sum of twelve uniform draws (Irwin and Hall 1927), never beyond 6. */
function bell(draw: Rng): number {
  let sum = -6;
  for (let i = 0; i < 12; i++) sum += draw();
  return sum;
}
