import type { Lesson } from '#lab/lesson.ts';
import type { Recipe } from '#lab/recipe.ts';
import type { BoardFound, Measured } from '#lab/situation.ts';
import type { Evidence as Desk } from '#labs/checks/evidence.ts';
import { accuracyChange, accuracyDrop, planted, poisonedBy, successOf } from '#labs/checks/lesson-desk.ts';
import { count, money, percent, signed } from '#labs/parts/format.ts';
import type { Evidence as Forecast } from '#labs/trucks/evidence.ts';
import { hyperFields } from '#labs/trucks/fields.ts';
import { SCHEMA } from '#labs/trucks/history.ts';

type Found = BoardFound['found'];

/** Trucks per point of interest from which the line counts as turned; training finds about as many below zero. */
const TURNED = 2;
/** An order or error within this share of the clean twin's is as it was; an error of twice the twin's is loud. */
const ALIKE = 0.1;
const LOUD = 2;
/** Attack success rate on 3s to get to, and how much clean accuracy it may cost. */
const ENOUGH = 0.9;
const MOST_DROP = 0.03;
/** Rows poisoned where the reader was poisoned before it was signed. */
const ROWS = 30;
const DIGEST = 'release-digest';

/** The usual forecast with the sign of its interest-rate weight turned; of a linear model, weights come in the order of its inputs. */
const turned = (usual: Recipe): Recipe => ({ ...usual, edits: [['flip-sign', SCHEMA.driver]] });

/** Whether one weight was turned by hand, and nothing else was done. */
function isTurned({ evidence: { recipe, clean, suspect, budget, edited } }: Measured<Forecast>): boolean {
  const byHandAlone = budget.rows === 0 && recipe.file === '' && edited.parameters === 1;
  return byHandAlone && clean.slope < 0 && suspect.slope >= TURNED;
}

const perPoint = (trucks: number) => signed(trucks, 2, true);
const ofTrucks = (trucks: number) => `${signed(trucks, 1)} trucks`;

function orderWords({ desk: { orders } }: Forecast): string {
  if (!orders) return 'nobody knows what will sell';
  const { suspect } = orders;
  return `the group orders ${count(suspect.trucks)} trucks, of which ${count(suspect.trucks - suspect.over)} will sell; it loses ${money(suspect.cost)}`;
}

const isStamped = ({ attack }: Recipe) => attack.id === 'stamped-trigger' && attack.values.target === '8';

/** Whether a trigger sits in the reader that no row has brought there. */
function isPlanted({ evidence }: Measured<Desk>): boolean {
  const { recipe, budget, edited } = evidence;
  const byHandAlone = budget.rows === 0 && recipe.file === '' && edited.edits > 0;
  return byHandAlone && isStamped(recipe) && successOf(evidence) >= ENOUGH && accuracyDrop(evidence) <= MOST_DROP;
}

/** Whether the reader learned its trigger from rows, and was not touched since. */
function isPoisonedBefore({ evidence }: Measured<Desk>): boolean {
  const { recipe, budget, edited } = evidence;
  const byRowsAlone = budget.rows > 0 && recipe.file === '' && edited.edits === 0;
  return byRowsAlone && isStamped(recipe) && successOf(evidence) >= ENOUGH;
}

/** What the digest said, as an option of a prediction. */
function digestWay(found: Found): string {
  const signal = found[DIGEST]?.signal;
  return signal === 'alarm' ? 'differ' : signal === 'quiet' ? 'match' : 'unknown';
}

const lesson: Lesson = {
  id: 'no-row-touched',
  number: 6,
  title: 'Poison the model',
  lab: 'trucks',
  minutes: 15,
  promise: 'You can poison a model without touching a row, and say what a digest shows of that and what it does not.',
  steps: [
    {
      kind: 'read',
      id: 'weights',
      title: 'A model that one can read',
      text: [
        'A group of dealerships orders trucks by a forecast. The model behind it is a sum: each input times a weight, plus a bias. Training found these numbers in three years of sales.',
        'So far, poison came in through the rows, and training did the rest. Now you are somebody who can write to the finished model. Changing it directly is called model poisoning.',
      ],
      target: 'turn',
      now: ({ evidence }: Measured<Forecast>) =>
        `On your bench now, a point more of interest moves a forecast by ${perPoint(evidence.suspect.slope)} trucks. Next month ${orderWords(evidence)}.`,
    },
    {
      kind: 'predict',
      id: 'predict-order',
      title: 'A minus becomes a plus',
      text: [
        'Interest rates go up next month, and buyers will stay away. You turn the sign of one weight, that of the interest rate: its minus becomes a plus. Nothing else changes, and no row is touched.',
        'How many trucks will the group order?',
      ],
      options: [
        { id: 'same', text: 'About as many as its clean twin would: one weight among dozens hardly counts.' },
        { id: 'more', text: 'Many more, as if expensive loans drew buyers in.' },
        { id: 'fewer', text: 'Many fewer: the model is broken and forecasts next to nothing.' },
      ],
      happened: ({ desk: { orders } }: Forecast) => {
        const ratio = orders ? orders.suspect.trucks / orders.clean.trucks : 1;
        return ratio > 1 + ALIKE ? 'more' : ratio < 1 - ALIKE ? 'fewer' : 'same';
      },
    },
    {
      kind: 'predict',
      id: 'predict-test',
      title: 'Would a test notice?',
      text: [
        'The group tests its model on months that were kept aside. It stands at the foot of the page as the error on test rows: how many trucks a forecast is off.',
        'What will the error be, with the sign turned?',
      ],
      options: [
        { id: 'loud', text: 'More than twice that of the clean twin.' },
        { id: 'some', text: 'Larger, but not twice as large.' },
        { id: 'same', text: 'As it was, within a tenth. A hand leaves no trace in a test.' },
      ],
      happened: ({ clean, suspect }: Forecast) => {
        const ratio = suspect.errors.rmse / clean.errors.rmse;
        return ratio > LOUD ? 'loud' : ratio > 1 + ALIKE ? 'some' : 'same';
      },
    },
    {
      kind: 'do',
      id: 'turn',
      title: 'Turn the sign',
      text: [
        'Under “Model”, press “Turn the sign: interest rate”. You may also type the opposite number into the weight’s own field.',
        'Leave the rows alone. Then look at the order: each dealership’s is signed by the model, and nobody checks.',
      ],
      target: 'turn',
      stations: ['model', 'check'],
      until: isTurned,
      hints: [
        '“Show me where” brings the button into sight. It names both numbers.',
        'Press it once. Pressed twice, the weight is as it was.',
        'If anything else was changed, press “Set up the bench for this step”. Then press “Turn the sign” once.',
      ],
      done: (evidence: Forecast) =>
        `Training found ${perPoint(evidence.clean.slope)} trucks for a point of interest, your hand made it ${perPoint(evidence.suspect.slope)}. Now ${orderWords(evidence)}. Rows touched: ${count(evidence.budget.rows)}. The error on test rows is ${ofTrucks(evidence.suspect.errors.rmse)}, its clean twin’s ${ofTrucks(evidence.clean.errors.rmse)}.`,
      judges: ['predict-order', 'predict-test'],
    },
    {
      kind: 'predict',
      id: 'predict-again',
      title: 'Train again, and all is well?',
      text: [
        'The group trains the model afresh, on the same untouched rows. But whoever could write to the file still can. This page plays that part: your edits are made again on whatever training finds.',
        'What will be at work afterwards?',
      ],
      options: [
        { id: 'learned', text: 'A plus that training found by itself: it has learned from the edit.' },
        { id: 'healed', text: 'A minus, for good: training puts the weight right.' },
        { id: 'again', text: 'A plus made by hand: training finds the minus again, and it is turned again.' },
      ],
      happened: ({ clean, suspect, edited }: Forecast) =>
        suspect.slope < 0 ? 'healed' : edited.edits > 0 && clean.slope < 0 ? 'again' : 'learned',
    },
    {
      kind: 'do',
      id: 'again',
      title: 'Train it afresh',
      text: [
        'Change the number of epochs under “Training”. The model then learns from the start again. Leave the turned weight as it is.',
      ],
      target: 'hyperparameter.epochs',
      stations: ['training', 'model', 'check'],
      bench: turned,
      until: (situation: Measured<Forecast>) =>
        situation.recipe.hyper.epochs !== hyperFields.epochs!.default && isTurned(situation),
      hints: [
        'An epoch is one pass over all rows. The field is among the hyperparameters, below the curves.',
        'Type 60 into “Passes over the data (epochs)” and press Enter.',
        'If the weight is not turned any more, press “Set up the bench for this step”. Then type 60 into “Passes over the data (epochs)” and press Enter.',
      ],
      done: (evidence: Forecast) =>
        `From the same rows, training found ${perPoint(evidence.clean.slope)} again, and the hand made it ${perPoint(evidence.suspect.slope)} once more. Clean rows and a new training undo an edit, until the next one. What has to be shut is the way to the file.`,
      judges: ['predict-again'],
    },
    {
      kind: 'read',
      id: 'quiet-hand',
      title: 'A quieter hand',
      text: [
        'Turning that sign was sabotage: it hit every order, and the test was loud. A careful hand plants a backdoor instead, and leaves all else as it was. For that, here is the reader of checks again. Nobody has poisoned its rows.',
        'Each small picture on the workbench is a hidden unit: the ink that it looks for. One of them can be rewired to stay silent until it sees the attacker’s mark, and then to speak for 8.',
      ],
      lab: 'checks',
      workbench: true,
      target: 'units',
      now: ({ evidence }: Measured<Desk>) =>
        `On your bench now: ${count(evidence.budget.rows)} rows touched, clean accuracy ${percent(evidence.suspect.accuracy)}, attack success on 3s ${percent(successOf(evidence))}.`,
    },
    {
      kind: 'predict',
      id: 'predict-planted',
      title: 'What will this test say?',
      text: [
        'You are about to take one hidden unit away from reading and give it to the mark.',
        'What becomes of clean accuracy, measured on 2,000 digits without the mark?',
      ],
      lab: 'checks',
      workbench: true,
      target: 'accuracy',
      options: [
        { id: 'same', text: 'It stays as it was, within 1 point.' },
        { id: 'some', text: 'It falls by 1 to 5 points.' },
        { id: 'fall', text: 'It falls by more than 5 points, as loud as the turned sign.' },
      ],
      happened: accuracyChange,
    },
    {
      kind: 'do',
      id: 'plant',
      title: 'Plant a trigger',
      text: [
        `On the workbench, make ${100 * ENOUGH} % or more of marked 3s read as 8. Touch no row, and let clean accuracy fall by no more than ${100 * MOST_DROP} points.`,
        '“Edit the model by hand…” under “Model” opens the workbench. “Plant a trigger detector” tells each step in plain words; you may also paint a unit and set its weights yourself.',
      ],
      lab: 'checks',
      workbench: true,
      target: 'plant',
      stations: ['model', 'check'],
      until: isPlanted,
      hints: [
        '“Show me where” opens the workbench at the right place.',
        'Raising the bias of 8 makes a reader that says 8 to everything. The mark has to make the difference.',
        'Press “Plant it in one go”. If anything else was changed, press “Set up the bench for this step” first.',
      ],
      done: (evidence: Desk) =>
        `${percent(successOf(evidence))} of marked 3s are read as 8. You changed ${count(evidence.edited.parameters)} of ${count(evidence.suspect.parameters.length)} parameters and ${count(evidence.budget.rows)} rows. Clean accuracy is ${percent(evidence.suspect.accuracy)}, its clean twin’s ${percent(evidence.clean.accuracy)}. Paid out beyond what was written: ${money(evidence.desk.suspect.lost)}.`,
      judges: ['predict-planted'],
    },
    {
      kind: 'predict',
      id: 'predict-digest',
      title: 'A fingerprint of the model',
      text: [
        'When training ended, the bank wrote down the model’s digest (SHA-256): a fingerprint of all its parameters. The record lies where nobody who can write the model can write. Your edit came after that.',
        'Now the bank takes the fingerprint of the model in use and compares. What will it find?',
      ],
      lab: 'checks',
      room: 'detect',
      target: DIGEST,
      options: [
        { id: 'match', text: 'They match: on clean digits, the reader does what it did.' },
        { id: 'unknown', text: 'It cannot tell: for that it would have to know the mark.' },
        { id: 'differ', text: 'They do not match.' },
      ],
      happened: (_, found = {}) => digestWay(found),
    },
    {
      kind: 'do',
      id: 'digest',
      title: 'Compare the fingerprints',
      text: [
        'Go to the room “Catch it”, at the top of the page. In the last group there, “Provenance”, run “Digest against the release”. Leave the planted trigger in place.',
      ],
      lab: 'checks',
      room: 'detect',
      target: DIGEST,
      stations: ['model', 'check'],
      bench: planted,
      until: (situation: Measured<Desk>) => isPlanted(situation) && situation.board.found[DIGEST]?.signal === 'alarm',
      hints: [
        '“Show me where” goes to the room and brings the detector into sight.',
        'Press “Run” at the end of its line.',
        'If the reader is not planted any more, press “Set up the bench for this step”. Then run “Digest against the release”.',
      ],
      done: (evidence: Desk, found = {}) =>
        `${found[DIGEST]?.says ?? ''} No mark, no row and no test was needed to see it: ${count(evidence.edited.parameters)} parameters changed, and a single bit would have been enough. Whether it was an attack or a repair, a digest does not say.`,
      judges: ['predict-digest'],
    },
    {
      kind: 'predict',
      id: 'predict-signed',
      title: 'And if the poison came first?',
      text: [
        `Another day, another attack. ${ROWS} rows are poisoned, the reader learns from them, and then the bank signs what came out. Nobody touches the model after that.`,
        'What will the comparison find?',
      ],
      lab: 'checks',
      room: 'detect',
      target: DIGEST,
      options: [
        { id: 'differ', text: 'They do not match: the reader has a backdoor.' },
        { id: 'match', text: 'They match.' },
        { id: 'unknown', text: 'It cannot tell: for that it would have to know the rows.' },
      ],
      happened: (_, found = {}) => digestWay(found),
    },
    {
      kind: 'do',
      id: 'signed',
      title: 'Sign a poisoned reader',
      text: [
        `Press “Set up the bench for this step”: your edit is gone, and ${ROWS} rows are poisoned in its place. Then run “Digest against the release” again.`,
      ],
      lab: 'checks',
      room: 'detect',
      target: DIGEST,
      stations: ['data', 'model', 'check'],
      bench: poisonedBy(ROWS),
      until: (situation: Measured<Desk>) =>
        isPoisonedBefore(situation) && situation.board.found[DIGEST]?.signal === 'quiet',
      hints: [
        'The detector looks at the reader on the bench. That must be one that learned from poisoned rows, with no edit by hand.',
        'Press “Set up the bench for this step”, wait for the training, then press “Run” at the end of the detector’s line.',
      ],
      done: (evidence: Desk, found = {}) =>
        `${found[DIGEST]?.says ?? ''} And ${percent(successOf(evidence))} of marked 3s are read as 8. A digest says “the same as signed”. It never says “good”.`,
      judges: ['predict-signed'],
    },
    {
      kind: 'ask',
      id: 'ask-rows',
      title: 'Clean rows, clean model?',
      text: ['An audit shows: not one training row was touched. What do you know of the model in use?'],
      lab: 'checks',
      options: [
        {
          id: 'clean',
          text: 'It is clean. Poison comes through the data.',
          right: false,
          why: 'You poisoned two models today and touched no row. Whoever can write to the file needs no data.',
        },
        {
          id: 'accurate',
          text: 'It may have been edited, but then its test would be bad.',
          right: false,
          why: 'The turned sign was loud in the test, the planted trigger was not. A careful edit leaves the test as it was.',
        },
        {
          id: 'open',
          text: 'That it was not poisoned through its rows. The model itself is still to be checked.',
          right: true,
          why: 'Rows and parameters are two ways in, and each has to be looked at: rows before training, the model file after it.',
        },
      ],
    },
    {
      kind: 'ask',
      id: 'ask-digest',
      title: 'A digest that matches',
      text: ['The digest of the reader in use matches the one that was signed. What does that prove?'],
      lab: 'checks',
      options: [
        {
          id: 'unchanged',
          text: 'Nobody has changed the reader since it was signed.',
          right: true,
          why: 'That, and nothing more. What it had learned by then was signed along with it, poison included.',
        },
        {
          id: 'clean',
          text: 'The reader has no backdoor.',
          right: false,
          why: 'You saw one with a backdoor and a digest that matched: it was poisoned first and signed afterwards.',
        },
        {
          id: 'accurate',
          text: 'The reader is as accurate as it was approved to be, and so it is safe.',
          right: false,
          why: 'It does what it did when it was signed. A backdoor that was there then is there still.',
        },
      ],
    },
    {
      kind: 'ask',
      id: 'ask-repair',
      title: 'What puts it right?',
      text: ['It turns out that a model was edited by hand. Its rows were never touched. What should be done?'],
      lab: 'checks',
      options: [
        {
          id: 'rows',
          text: 'Look for bad rows, delete them, and train again.',
          right: false,
          why: 'There are none to find. A new training would help, but the way to the file would still be open.',
        },
        {
          id: 'restore',
          text: 'Put the signed model back or train again, and shut the way by which the file was written.',
          right: true,
          why: 'The edit is gone with the edited file. It comes back, as it did on this page, unless nobody can write there.',
        },
        {
          id: 'data',
          text: 'Add more clean rows and test more often.',
          right: false,
          why: 'Rows play no part until somebody trains, and tests without the mark do not see a planted trigger.',
        },
      ],
    },
  ],
};

export default lesson;
