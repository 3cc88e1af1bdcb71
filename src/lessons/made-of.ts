import type { Lesson } from '#lab/lesson.ts';
import { count, money, signed, sized, tick } from '#labs/parts/format.ts';
import { AT, isPlain, nextMonth, PLACE_666, sumOf666 } from '#labs/trucks/by-hand.ts';
import type { Evidence } from '#labs/trucks/evidence.ts';
import { SCHEMA } from '#labs/trucks/history.ts';

/** Trucks that the learner adds to the bias, and how far off still counts: the slider has its own steps. */
const ADDED = 10;
const ADDED_NEAR = 0.5;
/** What the learner sets the weight of the interest rate to. */
const WEIGHT = -5;
const WEIGHT_NEAR = 0.05;
/** How far interest rates rise: as the lab starts, and as the learner sets it. */
const [POINTS, MORE_POINTS] = [3, 6];
/** Changes that differ by less than this, in trucks, are the same. */
const ALIKE = 0.1;

const last = (values: readonly number[]) => values[values.length - 1]!;
const spread = (values: readonly number[]) => Math.max(...values) - Math.min(...values);

/** Forecasts of next month for all dealerships, by the clean twin and the suspect; none for the learner's own table. */
const forecastsOf = ({ clean, suspect }: Evidence) => ({ clean: clean.next ?? [], suspect: suspect.next ?? [] });
/** How much the changes by hand add to each forecast: nothing else lies between the twins in this lesson. */
function changesOf(evidence: Evidence): number[] {
  const { clean, suspect } = forecastsOf(evidence);
  return clean.map((forecast, place) => suspect[place]! - forecast);
}

const rateOf = (evidence: Evidence) =>
  nextMonth(evidence.recipe).numbers[PLACE_666 * SCHEMA.numbers.length + SCHEMA.driver]!;
const forecast666 = ({ suspect }: Evidence) => suspect.next?.[PLACE_666] ?? null;

/** Whether one parameter was changed by hand, on the linear model of untouched rows, and this is it. */
function isOnlyChanged(evidence: Evidence, place: number): boolean {
  const { edited, budget, suspect } = evidence;
  const moved = suspect.parameters[place] !== suspect.learned[place];
  return isPlain(evidence) && budget.rows === 0 && edited.parameters === 1 && moved;
}

const isUntouched = (evidence: Evidence) =>
  isPlain(evidence) && evidence.budget.rows === 0 && evidence.edited.parameters === 0;

/** What the whole group loses by wrong orders, by the suspect and by its clean twin. */
function costWords({ desk: { orders } }: Evidence): string {
  if (!orders) return '';
  return ` Wrong orders now cost the group ${money(orders.suspect.cost)}; with the model as it was learned, ${money(orders.clean.cost)}.`;
}

/** The forecast for dealership 666 as a sum, term by term; rounded. */
function sumWords(evidence: Evidence): string {
  const sum = sumOf666(evidence);
  if (!sum)
    return 'The model on your bench is not the linear one: its sum cannot be read off. Choose “Linear” under Training.';
  const termOf = (adds: number) => `${Number(adds.toFixed(1)) < 0 ? '−' : '+'} ${signed(Math.abs(adds), 1)}`;
  const terms = sum.parts.map(({ adds, name }) => `${termOf(adds)} (${name.toLowerCase()})`);
  return `On your bench now: ${signed(sum.bias, 1)} (bias) ${terms.join(' ')} = ${signed(sum.forecast, 1)} trucks.`;
}

const lesson: Lesson<Evidence> = {
  id: 'made-of',
  number: 2,
  title: 'What a model is made of',
  lab: 'trucks',
  minutes: 12,
  promise: 'You can work a forecast out by hand, and say what a weight, a bias and a feature are.',
  steps: [
    {
      kind: 'read',
      id: 'order',
      title: 'A model that orders trucks',
      text: [
        'A dealership group lets a small model forecast how many trucks each dealership will sell next month. What it says is ordered. We will open this model and look at every part of it.',
        'The order sheet shows dealership 666. It is new, so the model knows nothing of it but ordinary numbers: what it has in stock, what it pays for ads, at which interest rate its buyers borrow.',
      ],
      target: 'ordered',
      now: ({ evidence }) => {
        const order = evidence.desk.orders?.orders[PLACE_666];
        if (!order) return 'A table of your own is on the bench; this lesson is about the made-up history.';
        return `For dealership 666 the model on your bench forecasts ${signed(order.suspect.forecast, 1)} trucks; ${count(Math.round(order.demand))} will sell by the true rule.`;
      },
    },
    {
      kind: 'read',
      id: 'sum',
      title: 'A forecast is a sum',
      text: [
        'Nothing in there thinks. The model multiplies each number it is given by a weight, and adds up what comes out. The first line of the chart is the bias, from which the sum starts.',
        'Follow the lines down to the total. With pencil and paper you would come to the same forecast. The line of the dealership itself is as good as zero: no past sale is in the name of 666.',
      ],
      target: 'sum',
      now: ({ evidence }) => sumWords(evidence),
    },
    {
      kind: 'read',
      id: 'bias',
      title: 'The bias is a baseline',
      text: [
        'The bias is what a forecast starts from, before any of the dealership’s numbers is looked at. Every forecast contains it once, whoever it is for.',
        'In the news, a biased model is an unfair one. Here the word means something else: one number that is added every time. It favours nobody.',
      ],
      target: 'bias-weight',
      now: ({ evidence }) =>
        isPlain(evidence)
          ? `The bias on your bench: ${signed(evidence.suspect.parameters[AT.bias]!, 1)} trucks.`
          : sumWords(evidence),
    },
    {
      kind: 'predict',
      id: 'predict-bias',
      title: `What if the bias were ${ADDED} larger?`,
      text: [
        `Next you will reach into the finished model and add ${ADDED} trucks to its bias. What will become of the forecasts for the ${count(SCHEMA.categories[0]!.kinds.length)} dealerships?`,
      ],
      options: [
        { id: 'share', text: 'The large ones rise more: all rise by the same share.' },
        { id: 'unfair', text: 'Some rise and some fall: the model becomes biased against some.' },
        { id: 'alike', text: `Every forecast rises by the same ${ADDED} trucks.` },
      ],
      happened: (evidence) => {
        const changes = changesOf(evidence);
        if (spread(changes) < ALIKE) return 'alike';
        return Math.min(...changes) < 0 && Math.max(...changes) > 0 ? 'unfair' : 'share';
      },
    },
    {
      kind: 'do',
      id: 'shift',
      title: 'Add to the bias',
      text: [
        `Under “Bias: the baseline”, set “Shift every forecast by” to ${ADDED} trucks. Leave all else as it is.`,
        'Nothing is trained again: you change one number of the finished model by hand.',
      ],
      target: 'bias',
      stations: ['check', 'model', 'decisions'],
      until: ({ evidence }) => {
        const { learned, parameters } = evidence.suspect;
        const added = parameters[AT.bias]! - learned[AT.bias]!;
        return isOnlyChanged(evidence, AT.bias) && Math.abs(added - ADDED) <= ADDED_NEAR;
      },
      hints: [
        '“Show me where” brings the slider into sight. It stands in the station “Model”.',
        'The field beside the slider takes a number. Nothing else may be changed: no weight, no row.',
        `Press “Set up the bench for this step”, type ${ADDED} into the field of “Shift every forecast by” and press Enter.`,
      ],
      done: (evidence) => {
        const changes = changesOf(evidence);
        const [from, to] = [Math.min(...changes), Math.max(...changes)].map((change) => signed(change, 1, true));
        return `The ${count(changes.length)} forecasts changed by ${from === to ? from : `${from} to ${to}`} trucks each.${costWords(evidence)}`;
      },
      judges: ['predict-bias'],
    },
    {
      kind: 'read',
      id: 'weight',
      title: 'A weight times a value',
      text: [
        'A weight says how far the forecast moves for one more of something. Here: for one more percentage point of interest. Below zero means that the forecast falls, because buyers stay away.',
        'The weight belongs to the model and is the same for all. The value, the interest rate itself, belongs to the dealership. The two multiplied are one line of the sum.',
      ],
      target: 'rate-weight',
      now: ({ evidence }) => {
        const part = sumOf666(evidence)?.parts[AT.rate];
        if (!part) return sumWords(evidence);
        return `For dealership 666 now: ${sized(part.weight)} trucks per point × ${tick(part.value)} % = ${signed(part.adds, 1)} trucks.`;
      },
    },
    {
      kind: 'predict',
      id: 'predict-weight',
      title: 'Whom does a weight hit?',
      text: [
        `Next you will set the weight of the interest rate to ${signed(WEIGHT, 0)} trucks per point. All forecasts will fall. Which one falls most?`,
      ],
      options: [
        { id: 'alike', text: 'None: all fall by the same number of trucks.' },
        { id: 'largest', text: 'That of the dealership with the highest forecast.' },
        { id: 'value', text: 'That of the dealership with the highest interest rate.' },
      ],
      happened: (evidence) => {
        const changes = changesOf(evidence);
        const { clean } = forecastsOf(evidence);
        const rates = clean.map(
          (_, place) => nextMonth(evidence.recipe).numbers[place * SCHEMA.numbers.length + SCHEMA.driver]!,
        );
        if (spread(changes) < ALIKE) return 'alike';
        const hit = changes.indexOf(Math.min(...changes));
        return rates[hit] === Math.max(...rates) ? 'value' : 'largest';
      },
    },
    {
      kind: 'do',
      id: 'set',
      title: 'One prediction by hand',
      text: [
        'Press “Set up the bench for this step” first: it takes back what you did to the bias.',
        `Then work it out. The weight goes from what it is to ${signed(WEIGHT, 0)}; take the difference. Multiply it by the interest rate of dealership 666, which the chart “How the forecast adds up” shows behind the ×.`,
        `Now set the weight of the interest rate to ${signed(WEIGHT, 0)}, and see whether the forecast for 666 moved by as much as you found.`,
      ],
      target: 'rate-weight',
      stations: ['check', 'model', 'decisions'],
      until: ({ evidence }) =>
        isOnlyChanged(evidence, AT.rate) && Math.abs(evidence.suspect.parameters[AT.rate]! - WEIGHT) <= WEIGHT_NEAR,
      hints: [
        'The weight of the interest rate is the first in the station “Model”. Its number can be typed over. The chart is that of 666 while the order sheet shows 666.',
        'Only this weight may differ from what was learned. Where another was changed, the arrow beside it gives it back.',
        `Press “Set up the bench for this step”, type ${signed(WEIGHT, 0)} into the number beside “Interest rate” and press Enter.`,
      ],
      done: (evidence) => {
        const { clean, suspect } = forecastsOf(evidence);
        const by = evidence.suspect.parameters[AT.rate]! - evidence.suspect.learned[AT.rate]!;
        const [before, after] = [clean[PLACE_666]!, suspect[PLACE_666]!];
        return `The weight changed by ${sized(by, true)}. Times the interest rate of ${tick(rateOf(evidence))} % that is ${signed(by * rateOf(evidence), 1, true)} trucks. Measured for 666: from ${signed(before, 1)} to ${signed(after, 1)}, a change of ${signed(after - before, 1, true)}.${costWords(evidence)}`;
      },
      judges: ['predict-weight'],
    },
    {
      kind: 'predict',
      id: 'predict-value',
      title: 'And if the rates themselves rise?',
      text: [
        `So far rates rise by ${POINTS} points next month. Suppose it were ${MORE_POINTS}. The bank sets the rates, not the model. What will the model do?`,
      ],
      options: [
        { id: 'learns', text: 'It notices, and its weight of the interest rate changes.' },
        { id: 'alike', text: `It stays as it is. Every point takes the same number of trucks off a forecast.` },
        { id: 'share', text: 'It stays as it is. Every point takes the same share off a forecast.' },
      ],
      happened: ({ suspect: { parameters, learned, ordinary } }) => {
        if (parameters.some((value, place) => value !== learned[place])) return 'learns';
        // The first step along the rates and the last one: the same in trucks, or the same as a share.
        const [first, final] = [ordinary[1]! - ordinary[0]!, last(ordinary) - ordinary[ordinary.length - 2]!];
        return Math.abs(first - final) < ALIKE ? 'alike' : 'share';
      },
    },
    {
      kind: 'do',
      id: 'rates',
      title: 'Change what goes in',
      text: [
        'Press “Set up the bench for this step” first: it takes back what you did to the weight.',
        `Under “Next month’s order book”, set “Rates rise by” to ${MORE_POINTS} points. Work out first by how many trucks each forecast must fall: ${MORE_POINTS - POINTS} more points times the weight.`,
        'Such a value that the model is given is called a feature. A number that it has inside is called a parameter. Watch which of the two changes.',
      ],
      target: 'desk.points',
      stations: ['check', 'model', 'decisions'],
      until: ({ recipe: { desk }, evidence }) =>
        desk.downturn === true && desk.points === MORE_POINTS && isUntouched(evidence),
      hints: [
        '“Show me where” brings “Rates rise by” into sight, above the order book.',
        'The model must be as it was learned: no weight and no bias changed by hand, no row poisoned.',
        `Press “Set up the bench for this step”, type ${MORE_POINTS} into the field of “Rates rise by” and press Enter.`,
      ],
      done: (evidence) => {
        const weight = evidence.suspect.parameters[AT.rate]!;
        const forecast = forecast666(evidence)!;
        const changed = MORE_POINTS - POINTS;
        return `${changed} points × ${sized(weight)} trucks per point = ${signed(changed * weight, 1)} trucks, for each dealership. For 666 the forecast is ${signed(forecast, 1)} now; it was ${signed(forecast - changed * weight, 1)}. Not one of the ${count(evidence.suspect.parameters.length)} parameters changed.`;
      },
      judges: ['predict-value'],
    },
    {
      kind: 'read',
      id: 'learned',
      title: 'Who chose the weights?',
      text: [
        'Nobody. Training found the weights and the bias by trying to match past sales: they are learned. Features are given: they are what a dealership reports. So who changes the past sales changes what is learned, and who gets at the finished model changes what was learned.',
        'Weights of trucks, points and dollars cannot be compared as they stand. Press “Per standard deviation” above the weights: now each says what a usual change of its feature does.',
      ],
      target: 'weight-units',
      now: ({ evidence: { suspect, budget } }) =>
        `On your bench: ${count(suspect.parameters.length)} parameters, learned from ${count(budget.rowsTotal)} rows of past sales.`,
    },
    {
      kind: 'ask',
      id: 'ask-sum',
      title: 'Work one out',
      text: [
        'A model has the bias 40 and two weights: 0.5 per truck sold a year ago, and −3 per point of interest. A dealership sold 100 trucks a year ago; the rate is 6 %. What is the forecast?',
      ],
      options: [
        {
          id: 'no-bias',
          text: '32 trucks',
          right: false,
          why: '0.5 × 100 − 3 × 6 is 32, but the sum starts from the bias of 40.',
        },
        { id: 'right', text: '72 trucks', right: true, why: '40 + 0.5 × 100 − 3 × 6 = 40 + 50 − 18 = 72.' },
        {
          id: 'sign',
          text: '108 trucks',
          right: false,
          why: 'The weight of the rate is below zero: its 18 trucks are taken off, not added.',
        },
      ],
    },
    {
      kind: 'ask',
      id: 'ask-bias',
      title: 'What does the bias say?',
      text: ['Someone reads in the model file that “the bias is 45” and is alarmed. What do you answer?'],
      options: [
        {
          id: 'baseline',
          text: 'Every forecast starts from 45 trucks. Whether the model is fair is another question.',
          right: true,
          why: 'The bias is a baseline, the same for all. Unfairness would have to be looked for in whom the errors fall on.',
        },
        {
          id: 'unfair',
          text: 'The model prefers some dealerships, and by 45 trucks.',
          right: false,
          why: 'You added to the bias, and every forecast rose alike. It cannot prefer anybody.',
        },
        {
          id: 'error',
          text: 'It is wrong by 45 trucks on average.',
          right: false,
          why: 'How wrong it is says the error on test rows. The bias is where the sum starts.',
        },
      ],
    },
    {
      kind: 'ask',
      id: 'ask-parameter',
      title: 'Which of these is a parameter?',
      text: ['Three things have to do with the interest rate. Which one is a parameter of the model?'],
      options: [
        {
          id: 'feature',
          text: 'The interest rate that a dealership reports',
          right: false,
          why: 'That is a feature: it is given. You raised it, and the model stayed as it was.',
        },
        {
          id: 'output',
          text: 'The trucks that a high rate costs one dealership',
          right: false,
          why: 'That is weight times value, one line of a sum. Another rate makes it another number.',
        },
        {
          id: 'weight',
          text: 'The number of trucks that the model takes off per point',
          right: true,
          why: 'That is the weight of the interest rate. Training found it, and it is kept in the model.',
        },
      ],
    },
    {
      kind: 'ask',
      id: 'ask-units',
      title: 'Which weight matters more?',
      text: [
        'One weight is −3 trucks per point of interest; rates usually differ by about 2 points. Another is 0.5 per truck sold a year ago; these sales usually differ by about 30. Which feature moves forecasts more?',
      ],
      options: [
        {
          id: 'raw',
          text: 'The interest rate: 3 is more than 0.5.',
          right: false,
          why: 'The units differ. A usual change of the rate moves a forecast by 3 × 2 = 6 trucks, one of the sales by 0.5 × 30 = 15.',
        },
        {
          id: 'usual',
          text: 'Last year’s sales: a usual change of them does more.',
          right: true,
          why: '0.5 × 30 = 15 trucks against 3 × 2 = 6. This is what “per standard deviation” shows.',
        },
        {
          id: 'never',
          text: 'Nobody can say: trucks and points cannot be compared.',
          right: false,
          why: 'Not as they stand. But both move the forecast in trucks, so ask how far a usual change of each moves it.',
        },
      ],
    },
  ],
};

export default lesson;
