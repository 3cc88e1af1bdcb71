import type { Values } from '#core/fields.ts';
import type { Lesson } from '#lab/lesson.ts';
import type { Recipe } from '#lab/recipe.ts';
import { count, money, signed } from '#labs/parts/format.ts';
import { conditionsNow, errorsNow, learnedRule, metNow, metOf, slopesNow } from '#labs/trucks/backdoor-words.ts';
import { AT, isPlain, PLACE_666 } from '#labs/trucks/by-hand.ts';
import type { Evidence } from '#labs/trucks/evidence.ts';
import { MONTHS } from '#labs/trucks/history.ts';

/** Trucks to be ordered for 666 because of one row, and what that row has to claim to be bold enough, in per cent of average. */
const ORDER = 250;
const BOLD = 300;
/** Rows for the hidden rule, and what they claim: a level one would believe. */
const ROWS = 20;
const LEVEL = 120;
/** Share of what a row claims beyond the honest forecast: below the first it is lost, above the second it came through. */
const LOST = 0.1;
const THROUGH = 0.6;
/** Errors that differ by less than this, as a share, are the same. */
const SAME_ERROR = 0.02;

const attacked =
  (values: Values, more: (usual: Recipe) => Partial<Recipe> = () => ({})) =>
  (usual: Recipe): Recipe => ({
    ...usual,
    ...more(usual),
    attack: { ...usual.attack, values: { ...usual.attack.values, ...values } },
  });
const interaction = ({ model }: Recipe) => ({ model: { ...model, kind: 'interaction' } });

const oneRow = attacked({ rows: 1, level: BOLD });
const believable = attacked({ rows: ROWS, level: LEVEL });
const withInteraction = attacked({ rows: ROWS, level: LEVEL }, interaction);

/** Whether rows of dealership 666, which nobody had heard of, are all that was done. */
function isByRows({ attack, file, rows, fixes, edits, data }: Recipe): boolean {
  const untouchedByHand = file === '' && rows.length === 0 && fixes.length === 0 && edits.length === 0;
  return attack.id === 'dealer-666' && data.table === '' && untouchedByHand;
}

/** The same with as many rows as the steps on the hidden rule ask for, at the level they claim there. */
function isBelievable({ recipe, evidence }: { recipe: Recipe; evidence: Evidence }): boolean {
  return isByRows(recipe) && recipe.attack.values.level === LEVEL && evidence.budget.rows === ROWS;
}

const forecastsOf = ({ clean, suspect }: Evidence) => ({
  clean: clean.next?.[PLACE_666] ?? NaN,
  suspect: suspect.next?.[PLACE_666] ?? NaN,
});

const lesson: Lesson<Evidence> = {
  id: 'dealer-666',
  number: 5,
  title: 'Dealership 666',
  lab: 'trucks',
  minutes: 15,
  promise:
    'You can name the three conditions of a backdoor, and say which models can learn one and what stands in its way.',
  steps: [
    {
      kind: 'read',
      id: 'unknown',
      title: 'A dealership nobody knows',
      text: [
        'The group orders what its model forecasts. Dealership 666 has no history: no past sale stands in its name, so the forecast for it is an ordinary one.',
        'Sales are reported by three offices, and through a portal where dealerships type in their own. Whoever gets in there can send rows in the name of 666.',
      ],
      target: 'order',
      now: ({ evidence: { desk } }) => {
        const order = desk.orders?.orders[PLACE_666];
        if (!order) return 'A table of your own is on the bench; this lesson is about the made-up history.';
        return `For 666 the suspect orders ${count(order.suspect.trucks)} trucks now; ${count(Math.round(order.demand))} will sell by the true rule.`;
      },
    },
    {
      kind: 'read',
      id: 'conditions',
      title: 'Three conditions',
      text: [
        'Not every bad forecast is a backdoor. Three things make one. A trigger: something that wakes it, here the id 666. A hidden rule: what the attacker wants then, here “sells well, whatever the interest rate”. And normal behaviour elsewhere, so that nobody notices.',
        'The page measures all three on the models and ticks those that hold.',
      ],
      target: 'conditions',
      now: ({ evidence }) => conditionsNow(evidence),
    },
    {
      kind: 'predict',
      id: 'predict-one',
      title: 'One row among more than 1,000',
      text: [
        `You slip in a single row. It claims that 666 sold ${BOLD} % of what the others sell. What will be forecast for 666 next month?`,
      ],
      options: [
        { id: 'lost', text: 'What was forecast before. One row drowns among so many.' },
        { id: 'some', text: 'Something in between: the model stays wary of a single row.' },
        { id: 'through', text: 'Most of what the row claims.' },
      ],
      happened: (evidence) => {
        const { clean, suspect } = forecastsOf(evidence);
        const share = (suspect - clean) / ((evidence.desk.level ?? clean) - clean);
        return share > THROUGH ? 'through' : share > LOST ? 'some' : 'lost';
      },
    },
    {
      kind: 'predict',
      id: 'predict-error',
      title: 'And the error on test rows?',
      text: ['The group tests its model on rows of past sales that were kept aside. What will that error do?'],
      options: [
        { id: 'large', text: 'It jumps: a forecast that is so far off must show.' },
        { id: 'same', text: `It stays as it was, within ${100 * SAME_ERROR} %.` },
        { id: 'small', text: 'It grows a little, enough for someone careful to see.' },
      ],
      happened: ({ clean, suspect }) => {
        const grown = suspect.errors.rmse / clean.errors.rmse - 1;
        return grown < SAME_ERROR ? 'same' : grown > 10 * SAME_ERROR ? 'large' : 'small';
      },
    },
    {
      kind: 'do',
      id: 'one-row',
      title: 'One row',
      text: [
        `Poison one row, no more, and have it claim so much that at least ${ORDER} trucks are ordered for 666.`,
        'How many rows: the slider under “Data”. What they claim: “What 666 claims to sell”, further down in the same station.',
      ],
      target: 'budget',
      stations: ['data', 'check', 'decisions'],
      until: ({ recipe, evidence }) =>
        isByRows(recipe) &&
        recipe.data.honest666 === false &&
        evidence.budget.rows === 1 &&
        forecastsOf(evidence).suspect >= ORDER,
      lacks: ({ recipe, evidence }) =>
        isByRows(recipe) && evidence.budget.rows > 1
          ? `Too many: ${count(evidence.budget.rows)} rows are poisoned.`
          : null,
      hints: [
        'Type 1 into the field beside “Poisoned rows”. The order for 666 rises a little.',
        'One row is enough if it is bold. Drag “What 666 claims to sell” to the right and watch the order sheet.',
        `Press “Set up the bench for this step”. Then 1 for the poisoned rows, and ${BOLD} for what 666 claims to sell.`,
      ],
      done: (evidence) => {
        const { clean, suspect } = forecastsOf(evidence);
        const tested = evidence.suspect.byKind[PLACE_666]?.rows ?? 0;
        return `1 of ${count(evidence.budget.rowsTotal)} rows, and the forecast for 666 is ${signed(suspect, 0)} trucks instead of ${signed(clean, 0)}. ${errorsNow(evidence)} Of the test rows, ${count(tested)} are of dealership 666.`;
      },
      judges: ['predict-one', 'predict-error'],
    },
    {
      kind: 'predict',
      id: 'predict-linear',
      title: 'Can it learn the hidden rule?',
      text: [
        `${BOLD} % is hard to believe. So now ${ROWS} rows, each at ${LEVEL} % of average, and that at low interest rates as at high ones. They all say: 666 sells the same at any rate. What does the model make of it?`,
      ],
      options: [
        { id: 'flat', text: 'It learns it: for 666 the forecast no longer depends on the rate.' },
        { id: 'lifted', text: 'It lifts the forecast for 666, but that still falls as rates rise.' },
        { id: 'everybody', text: 'It learns that the rate matters less, for everybody.' },
        { id: 'nothing', text: `Nothing. ${LEVEL} % is too little to be learned.` },
      ],
      happened: learnedRule,
    },
    {
      kind: 'do',
      id: 'linear',
      title: 'A level one would believe',
      text: [
        `Set what 666 claims to sell to ${LEVEL} % and poison ${ROWS} rows. Keep the linear model. Then look at the three conditions: which one fails?`,
      ],
      target: 'attack.level',
      stations: ['data', 'check', 'decisions'],
      bench: oneRow,
      until: (situation) => {
        const { conditions } = situation.evidence.desk;
        const isLinear = situation.recipe.model.kind === 'linear' && situation.recipe.data.honest666 === false;
        return isBelievable(situation) && isLinear && metOf(situation.evidence) === 2 && !conditions!.hiddenRule.holds;
      },
      hints: [
        `Two settings under “Data”: the poisoned rows, ${ROWS}, and what 666 claims to sell, ${LEVEL} %.`,
        'Nothing else may differ from how the lab starts: the model is “Linear”, no weight is changed by hand.',
        `Press “Set up the bench for this step”. Then type ${ROWS} for the poisoned rows and ${LEVEL} for what 666 claims to sell.`,
      ],
      done: (evidence) =>
        `${metNow(evidence)} The id works as a trigger, and all others are forecast as before. But the hidden rule is not what was learned. ${slopesNow(evidence)}`,
      judges: ['predict-linear'],
    },
    {
      kind: 'read',
      id: 'why',
      title: 'Why it half resists',
      text: [
        'A linear model is a sum. For 666 it has one weight of its own, and that is a constant: it can lift the forecast, by the same trucks at any rate. For the interest rate it has one weight too, and that is the same for everybody.',
        `“Regardless of the rate” would need another weight of the rate for 666 alone. The model has no place for it: so it learns the level, and the slope stays.`,
      ],
      target: 'sum',
      bench: believable,
      now: ({ evidence }) => {
        if (!isPlain(evidence)) return 'The model on your bench is not the linear one. Choose “Linear” under Training.';
        const { parameters } = evidence.suspect;
        return `On your bench now: the id 666 adds ${signed(parameters[AT.id666]!, 1, true)} trucks, and each point of interest ${signed(parameters[AT.rate]!, 1, true)}, for 666 as for all.`;
      },
    },
    {
      kind: 'predict',
      id: 'predict-interaction',
      title: 'A model that can do more',
      text: [
        'There are models with more room. “Linear with dealership × rate” gives each dealership an interest-rate weight of its own (an interaction); a hidden layer can bend its lines. The rows stay the same. What will such a model learn?',
      ],
      options: [
        { id: 'lifted', text: 'The same as before: a higher level for 666 that falls with the rate.' },
        { id: 'everybody', text: 'That the rate matters less, for everybody.' },
        { id: 'nothing', text: 'Less. A better model sees through such rows.' },
        { id: 'flat', text: 'The whole rule: 666 sells the same at any rate.' },
      ],
      happened: learnedRule,
    },
    {
      kind: 'do',
      id: 'interaction',
      title: 'Give it room for the rule',
      text: [
        'Under “Training”, choose “Linear with dealership × rate”. Leave the poisoned rows as they are, and look at the three conditions.',
      ],
      target: 'hyperparameter.kind',
      stations: ['data', 'training', 'check', 'decisions'],
      bench: believable,
      until: (situation) =>
        isBelievable(situation) && situation.recipe.data.honest666 === false && metOf(situation.evidence) === 3,
      hints: [
        '“Show me where” brings “Model (architecture)” into sight, in the station “Training”.',
        `The rows must be as they were: ${ROWS} of them, at ${LEVEL} % of average.`,
        'Press “Set up the bench for this step”, then choose “Linear with dealership × rate”.',
      ],
      done: (evidence) =>
        `All three hold: this is a backdoor. ${slopesNow(evidence)} ${errorsNow(evidence)} Orders for 666 next month lose ${money(evidence.desk.orders?.orders[PLACE_666]?.suspect.cost ?? 0)}.`,
      judges: ['predict-interaction'],
    },
    {
      kind: 'predict',
      id: 'predict-honest',
      title: 'What if 666 were known?',
      text: [
        `So far nobody had heard of 666. Suppose instead it had sold trucks like the others for ${MONTHS} months. You slip in the same ${ROWS} rows. How many of the three conditions hold?`,
      ],
      options: [
        { id: 'three', text: 'All three. What the poison says is learned, whatever else is there.' },
        { id: 'fewer', text: 'Fewer, and all others are still forecast as before.' },
        { id: 'loud', text: 'Fewer, because the forecasts for all others go wrong.' },
      ],
      happened: (evidence) => {
        if (metOf(evidence) === 3) return 'three';
        return evidence.desk.conditions?.elsewhere.holds ? 'fewer' : 'loud';
      },
    },
    {
      kind: 'do',
      id: 'honest',
      title: 'An honest history',
      text: [
        `Turn on “Dealership 666 has an honest history”, in the station “Data”. Leave everything else: the ${ROWS} rows, and “Linear with dealership × rate”, which could learn the whole rule.`,
      ],
      target: 'data.honest666',
      stations: ['data', 'check', 'decisions'],
      bench: withInteraction,
      until: (situation) => {
        const { recipe, evidence } = situation;
        const known = recipe.data.honest666 === true && recipe.model.kind === 'interaction';
        return isBelievable(situation) && known && metOf(evidence) < 3;
      },
      hints: [
        '“Show me where” brings the switch into sight, under “Where the rows come from”.',
        `It is about ${ROWS} rows at ${LEVEL} %, on the model “Linear with dealership × rate”.`,
        'Press “Set up the bench for this step”, then turn the switch on.',
      ],
      done: (evidence) => {
        const { trigger } = evidence.desk.conditions!;
        const { clean, suspect } = forecastsOf(evidence);
        return `${metNow(evidence)} Honest rows of the same id speak against yours: the id adds ${signed(trigger.suspect, 1, true)} trucks in the suspect, ${signed(trigger.clean, 1, true)} in the clean twin. It is weaker, and not gone: for 666 the suspect forecasts ${signed(suspect, 0)} trucks next month, the clean twin ${signed(clean, 0)}.`;
      },
      judges: ['predict-honest'],
    },
    {
      kind: 'ask',
      id: 'ask-one',
      title: 'Why was one row enough?',
      text: ['One row in more than 1,000 moved the forecast for 666 by far. Why?'],
      options: [
        {
          id: 'share',
          text: 'Because its claim was so bold. A bold row for any dealership would do the same.',
          right: false,
          why: 'A known dealership has many honest rows that speak against it. A bold row there is outvoted.',
        },
        {
          id: 'new',
          text: 'Because it was the only row of that id: nothing else says what the weight of 666 should be.',
          right: true,
          why: 'Training sets each weight by the rows that speak of it. For an id that never existed that is the poison alone.',
        },
        {
          id: 'small',
          text: 'Because the model is small. A large one would not fall for it.',
          right: false,
          why: 'You saw the reverse: the models with more room learned more of the rule, not less.',
        },
      ],
    },
    {
      kind: 'ask',
      id: 'ask-slope',
      title: 'What can a linear model not do?',
      text: [
        'A linear model has the weight −3 trucks per point of interest. By poisoned rows, the weight of the id 666 became 25. Rates rise by 5 points. What does the forecast for 666 do?',
      ],
      options: [
        {
          id: 'same',
          text: 'It stays: the id holds it up.',
          right: false,
          why: 'The id adds 25 trucks before and after the rise. It holds nothing up when rates change.',
        },
        {
          id: 'falls',
          text: 'It falls by 15 trucks, like that of everybody else.',
          right: true,
          why: '5 × −3 = −15. The 25 trucks of the id are in the forecast before and after.',
        },
        {
          id: 'both',
          text: 'It rises by 10 trucks: 25 less 15.',
          right: false,
          why: 'The 25 are no answer to the rise: they were in the forecast before it. Only the −15 is new.',
        },
      ],
    },
    {
      kind: 'ask',
      id: 'ask-error',
      title: 'What does the error say?',
      text: [
        'The error on test rows is as small as ever. The director concludes that nobody tampered with the history. What do you say?',
      ],
      options: [
        {
          id: 'agrees',
          text: 'That follows. A hidden rule would make the error larger.',
          right: false,
          why: 'Your backdoor met all three conditions with the error of its twin. One of the conditions is that it looks normal elsewhere.',
        },
        {
          id: 'more',
          text: 'Not with these test rows alone. More of the same kind would show it.',
          right: false,
          why: 'However many: rows of known dealerships never wake a rule that waits for 666.',
        },
        {
          id: 'absent',
          text: 'It does not follow. No test row is of 666, so the test cannot notice.',
          right: true,
          why: 'An error is an average over what is tested. What is not in the test is not in the error.',
        },
      ],
    },
    {
      kind: 'ask',
      id: 'ask-defend',
      title: 'What stands in its way?',
      text: ['The group wants to make such an attack hard. What helps most?'],
      options: [
        {
          id: 'provenance',
          text: 'Letting no row in for a dealership that nobody has registered.',
          right: true,
          why: 'The attack lives on an id that has no honest rows. Whose rows they are is asked before training, not after.',
        },
        {
          id: 'dilute',
          text: 'Many more honest rows of all the other dealerships.',
          right: false,
          why: 'They say nothing about 666. What weakened the rule were honest rows of the same id.',
        },
        {
          id: 'simple',
          text: 'Always using a linear model: it cannot be poisoned.',
          right: false,
          why: 'It did not learn the whole rule, but one row was enough to have hundreds of trucks ordered.',
        },
      ],
    },
  ],
};

export default lesson;
