import type { Lesson } from '#lab/lesson.ts';
import type { Recipe } from '#lab/recipe.ts';
import type { Measured } from '#lab/situation.ts';
import type { Evidence } from '#labs/checks/evidence.ts';
import desk from '#labs/checks/lab.ts';
import { poisonedBy } from '#labs/checks/lesson-desk.ts';
import { count, percent, tick } from '#labs/parts/format.ts';
import { chosenOf, learnedWords, movedOf } from '#labs/parts/shelves/shelf-words.ts';

/** A learning rate that is far too high, the highest there is. */
const TOO_HIGH = 3;
/** Where the search for the highest good rate begins, and how much it has to read right to be good. */
const SEARCH_FROM = 0.15;
const GOOD = 0.94;
/** Of ten digits a guess gets one in ten; up to this nothing was learned. */
const GUESSING = 0.2;
const MANY_EPOCHS = 30;
const USUAL_EPOCHS = 10;
/** Poisoned rows of the suspect that is compared with its twin. */
const ROWS = 30;

const withRate = (usual: Recipe): Recipe => ({ ...usual, hyper: { ...usual.hyper, learningRate: TOO_HIGH } });

/** Whether no hyperparameter but one is off its default, and nothing is poisoned: what is measured is then its doing. */
function isOnlyTurned(name: string, { recipe, evidence }: Measured<Evidence>): boolean {
  const untouched = evidence.budget.rows === 0 && evidence.edited.edits === 0 && recipe.file === '';
  return untouched && chosenOf(desk, recipe).changed.every((changed) => changed === name);
}

const rateOf = ({ hyper }: Recipe) => Number(hyper.learningRate);
const epochsOf = ({ hyper }: Recipe) => Number(hyper.epochs);
const moved = ({ spec, recipe, suspect }: Evidence) => movedOf(spec, recipe.seed, suspect.learned);
const beginning = (digest: string) => digest.slice(0, 8);

/** Digits that the suspect ever answers with on untouched test digits. */
function answers({ suspect: { confusion, recall } }: Evidence): number[] {
  const digits = [...recall.keys()];
  return digits.filter((read) => digits.some((truth) => confusion[truth * digits.length + read]! > 0));
}

/** How a run ended whose steps were too large: by what its status says, and else by its loss. */
function ruined(evidence: Evidence): string {
  const { status, history, accuracy } = evidence.suspect;
  if (status === 'diverged')
    return `The run diverged: in epoch ${history.length} its loss became too large to be a number.`;
  const [only, ...others] = answers(evidence);
  const blind = others.length === 0 ? `, for it takes every digit for a ${only}` : '';
  return `The loss stayed a number, but it ended at ${history.at(-1)!.loss.toFixed(2)}; a blind guess among ten digits has ${Math.LN10.toFixed(2)}. The reader gets ${percent(accuracy)} right${blind}.`;
}

const lesson: Lesson<Evidence> = {
  id: 'chosen-or-learned',
  number: 3,
  title: 'Parameters and hyperparameters',
  lab: 'checks',
  minutes: 14,
  promise: 'You can say what a person chooses and what training finds, and what it means to train a model again.',
  steps: [
    {
      kind: 'read',
      id: 'shelves',
      title: 'Two shelves',
      text: [
        'Two kinds of numbers make a model. Some you choose before training, such as the learning rate: they are called hyperparameters. The others it learns, its weights and biases: they are called parameters.',
        'The station “Training” keeps them on two shelves, “You choose” and “It learns”. The rows and their labels stand on neither, and nor does what is measured afterwards, such as accuracy.',
        '“Which is which?” under the shelves lets you sort for yourself, now or later.',
      ],
      target: 'shelves',
      now: ({ evidence: { spec, suspect } }) =>
        `It learned ${learnedWords(spec)}. With them it reads ${percent(suspect.accuracy)} of untouched test digits right.`,
    },
    {
      kind: 'predict',
      id: 'predict-moved',
      title: 'One step: what moves?',
      text: [
        'Training is many small steps, all alike. The reader looks at a few dozen rows (a batch), compares what it reads with the labels, and moves its parameters a little so that it would be less wrong.',
        'You will take the very first step by hand. How many of its parameters does one step move?',
      ],
      options: [
        { id: 'few', text: 'A few, less than one in ten: those that were to blame.' },
        { id: 'some', text: 'One in ten or more, but no more than half.' },
        { id: 'most', text: 'More than half.' },
      ],
      happened(evidence) {
        const share = moved(evidence) / evidence.suspect.learned.length;
        return share < 0.1 ? 'few' : share <= 0.5 ? 'some' : 'most';
      },
    },
    {
      kind: 'do',
      id: 'one-step',
      title: 'Take one step by hand',
      text: [
        'Open “Training, step by step” at the top of the page; “Show me where” does it, too. Go to the start of the run: there all weights are random, and the reader knows nothing.',
        'Then take exactly one step.',
      ],
      target: 'transport',
      room: 'training',
      stations: ['check', 'decisions'],
      during: true,
      until: ({ playhead }) => playhead?.step === 1,
      hints: [
        'The button with the arrow to the very left, or the key R, goes to the start.',
        '“One step”, or the key S, takes a step. If you took more than one, go to the start again.',
        'Type 1 into the field beside “Steps done” and press Enter.',
      ],
      done: (evidence) =>
        `This one step moved ${count(moved(evidence))} of ${count(evidence.suspect.learned.length)} parameters, most of them only a little. Where a pixel was blank in the whole batch, its weights had no reason to move. The reader now reads ${percent(evidence.suspect.accuracy)} right.`,
      judges: ['predict-moved'],
    },
    {
      kind: 'read',
      id: 'apart',
      title: 'The step, taken apart',
      text: [
        '“Take step 1 apart” shows this very step with its real numbers: a row goes in, a prediction comes out, the loss says how wrong it is, the weights move, and the same row is read again.',
        'Nobody typed in any of these moves. They follow from the rows, the labels, and the learning rate that you chose.',
      ],
      target: 'explainer',
      room: 'training',
    },
    {
      kind: 'predict',
      id: 'predict-epoch',
      title: 'Once through all the rows',
      text: [
        `When each of the training rows has been looked at once, one epoch is over. The run on the bench has ${USUAL_EPOCHS}.`,
        'How many of the untouched test digits will it read right after the first epoch alone?',
      ],
      options: [
        { id: 'little', text: 'Less than half of them: it has only done a tenth of the work.' },
        { id: 'half', text: 'Half of them or more, but less than 80 %.' },
        { id: 'most', text: '80 % or more already.' },
      ],
      happened: ({ suspect: { accuracy } }) => (accuracy < 0.5 ? 'little' : accuracy < 0.8 ? 'half' : 'most'),
    },
    {
      kind: 'do',
      id: 'epoch',
      title: 'On to the end of the epoch',
      text: [
        'Let the run go on to the end of its first epoch, and stop there. The sentence under the buttons says where it stands.',
      ],
      target: 'transport',
      room: 'training',
      stations: ['check', 'decisions'],
      during: true,
      until: ({ playhead, recipe }) => playhead !== null && playhead.step === playhead.of / epochsOf(recipe),
      hints: [
        'The first button to the right of “One step” goes on to the end of the epoch.',
        'If you are past it, go to the start with R, then press that button once.',
      ],
      done: ({ recipe, suspect: { accuracy, history } }) =>
        `After epoch 1 of ${epochsOf(recipe)} it reads ${percent(accuracy)} right; the mean training loss of the epoch was ${history.at(-1)!.loss.toFixed(2)}. Press Play and watch the rest: each epoch adds less than the one before, and the run ends exactly as if you had never stopped it.`,
      judges: ['predict-epoch'],
    },
    {
      kind: 'predict',
      id: 'predict-rate',
      title: 'Larger steps',
      text: [
        `The learning rate says how far each step goes. So far it was 0.1. You will make it ${TOO_HIGH}, thirty times as much, with the same rows and as many steps.`,
        'How will the reader turn out?',
      ],
      options: [
        { id: 'better', text: 'Better, as it learns faster: over 97 % right.' },
        { id: 'same', text: 'Much the same: 90 to 97 % right.' },
        { id: 'worse', text: 'Worse, but it can read: 20 to 90 % right.' },
        { id: 'nothing', text: 'It learns nothing: no better than guessing.' },
      ],
      happened: ({ suspect: { accuracy } }) => {
        if (accuracy > 0.97) return 'better';
        if (accuracy >= 0.9) return 'same';
        return accuracy > GUESSING ? 'worse' : 'nothing';
      },
    },
    {
      kind: 'do',
      id: 'rate',
      title: 'A learning rate too high',
      text: [
        `Go back to the bench and set the learning rate to ${TOO_HIGH}. Leave all the other hyperparameters as they are.`,
        'The reader is then trained again, from its first random weights on. What it had learned before is not used.',
      ],
      target: 'hyperparameter.learningRate',
      stations: ['training', 'check'],
      until: (situation) => rateOf(situation.recipe) === TOO_HIGH && isOnlyTurned('learning rate', situation),
      hints: [
        '“Show me where” takes you to the field “Step size (learning rate)”, in the station “Training” on the bench.',
        `Type ${TOO_HIGH} into its field and press Enter. If something else was changed, press “Set up the bench for this step” first.`,
      ],
      done: (evidence) =>
        `${ruined(evidence)} Nothing is wrong with the rows: one number that you chose was too large.`,
      judges: ['predict-rate'],
    },
    {
      kind: 'do',
      id: 'search',
      title: 'How high can it go?',
      text: [
        `${TOO_HIGH} is too high, and 0.1 is fine. Find a learning rate of ${SEARCH_FROM} or more at which the reader still gets ${100 * GOOD} % or more of the test digits right.`,
        'Watch “Clean accuracy” at the foot of the page. Each try trains the reader again.',
      ],
      target: 'hyperparameter.learningRate',
      stations: ['training', 'check'],
      bench: withRate,
      until: (situation) =>
        rateOf(situation.recipe) >= SEARCH_FROM &&
        isOnlyTurned('learning rate', situation) &&
        situation.evidence.suspect.accuracy >= GOOD,
      hints: [
        'Try a number between 0.1 and 1. Where is it good, where is it not?',
        'If it reads too little, go nearer to 0.1.',
        'Type 0.18 into the field and press Enter. If something else was changed, press “Set up the bench for this step” first.',
      ],
      done: ({ recipe, suspect }) =>
        `At ${tick(rateOf(recipe))} it reads ${percent(suspect.accuracy)} right. Training does not find this number for you: a person tries some, compares, and chooses. That is called tuning.`,
      judges: [],
    },
    {
      kind: 'predict',
      id: 'predict-epochs',
      title: 'More of the same',
      text: [
        `Now the learning rate is 0.1 again, and there are ${MANY_EPOCHS} epochs instead of ${USUAL_EPOCHS}: three times the work. How many of the test digits will be read right?`,
      ],
      options: [
        { id: 'all', text: 'More than 99 %: practice makes perfect.' },
        { id: 'about', text: `${100 * GOOD} to 99 %: about as good as before, or a little better.` },
        { id: 'fall', text: `Less than ${100 * GOOD} %: too much training wears it out.` },
      ],
      happened: ({ suspect: { accuracy } }) => (accuracy > 0.99 ? 'all' : accuracy >= GOOD ? 'about' : 'fall'),
    },
    {
      kind: 'do',
      id: 'epochs',
      title: 'Three times the epochs',
      text: [
        `Set the epochs to ${MANY_EPOCHS}. The learning rate has to be back at 0.1: type it in, or press “Set up the bench for this step”.`,
      ],
      target: 'hyperparameter.epochs',
      stations: ['training', 'check'],
      until: (situation) => epochsOf(situation.recipe) === MANY_EPOCHS && isOnlyTurned('epochs', situation),
      hints: [
        '“Passes over the data (epochs)” stands above the learning rate, in the station “Training”.',
        `Press “Set up the bench for this step”. Then type ${MANY_EPOCHS} into that field and press Enter.`,
      ],
      done: ({ suspect: { history } }) =>
        `It read ${percent(history[USUAL_EPOCHS - 1]!.testScore)} right after epoch ${USUAL_EPOCHS} of this run and ${percent(history.at(-1)!.testScore)} after epoch ${history.length}. The run was not the old one taken further: it began anew, with its own schedule of steps. More of a hyperparameter is not simply better.`,
      judges: ['predict-epochs'],
    },
    {
      kind: 'predict',
      id: 'predict-twins',
      title: 'The same twice?',
      text: [
        'The first weights are random, and so is the order of the rows. All of it is drawn from one number that you choose, the seed.',
        `Now two readers are trained, each by itself, with the same seed. The suspect’s rows have ${ROWS} poisoned ones among 8,000, the clean twin’s have none. Are their weights the same after one step?`,
      ],
      options: [
        { id: 'chance', text: 'No. Training is a matter of chance; two runs never agree.' },
        { id: 'poison', text: 'No. The poison tells from the first step on.' },
        { id: 'same', text: 'Yes, bit for bit. No poisoned row was in the first batch.' },
      ],
      happened: ({ clean, suspect }) => (clean.digest === suspect.digest ? 'same' : 'poison'),
    },
    {
      kind: 'do',
      id: 'twins',
      title: 'Compare the digests',
      text: [
        `Press “Set up the bench for this step”: it poisons ${ROWS} rows and opens the training room. Go to the start (R) and take one step (S).`,
        'Under “Model” stands a digest of each reader’s parameters. It is a fingerprint: if a single bit differs, so does the digest.',
      ],
      target: 'digests',
      room: 'training',
      stations: ['check', 'decisions'],
      bench: poisonedBy(ROWS),
      during: true,
      until: ({ playhead, evidence: { budget, clean, suspect } }) =>
        playhead !== null && playhead.step > 0 && budget.rows > 0 && clean.digest === suspect.digest,
      hints: [
        'The key R goes to the start, S takes one step.',
        'If the two digests differ, you are too far: press R, then S once.',
        'Press “Set up the bench for this step”, type 1 into the field beside “Steps done” and press Enter.',
      ],
      done: ({ clean, suspect }) =>
        `Both digests begin with ${beginning(suspect.digest)}: ${count(clean.learned.length)} parameters, the same bit for bit. Same seed, same rows so far, same weights. Go on with S and watch the digests: they part as soon as a poisoned row comes by.`,
      judges: ['predict-twins'],
    },
    {
      kind: 'ask',
      id: 'ask-shelf',
      title: 'What does training change?',
      text: ['One of these is a different number after training than before. Which?'],
      options: [
        {
          id: 'units',
          text: 'The number of hidden units.',
          right: false,
          why: 'You choose it before training: a hyperparameter. Training finds what each unit looks for, not how many there are.',
        },
        {
          id: 'label',
          text: 'The label of row 17.',
          right: false,
          why: 'Labels are data. Training reads them and believes them, wrong ones included; it never changes them.',
        },
        {
          id: 'bias',
          text: 'The bias of hidden unit 5.',
          right: true,
          why: 'A bias is a parameter, learned like a weight: the number that the unit’s sum starts from. It has nothing to do with unfairness.',
        },
      ],
    },
    {
      kind: 'ask',
      id: 'ask-retrain',
      title: 'What does “train again” mean?',
      text: [
        'You change the epochs from 10 to 30, and the reader is trained again. What became of the weights it had learned in 10?',
      ],
      options: [
        {
          id: 'anew',
          text: 'They were thrown away. Training began anew, from the random weights of the seed.',
          right: true,
          why: 'That is what retraining means here. It is also why it removes what poisoned rows had planted, once those rows are gone.',
        },
        {
          id: 'further',
          text: 'They were trained for 20 more epochs.',
          right: false,
          why: 'That would be fine-tuning, and would keep whatever had been planted in them. Here each run begins at its first step.',
        },
        {
          id: 'kept',
          text: 'They are still in there; new weights were added to them.',
          right: false,
          why: 'There are as many parameters as before: the architecture says how many, and you did not touch it.',
        },
      ],
    },
    {
      kind: 'ask',
      id: 'ask-fair',
      title: 'A fair comparison',
      text: [
        'A colleague poisons 30 rows and takes a new seed as well. The reader gets a little worse. “So that is what the poison costs.” Is it?',
      ],
      options: [
        {
          id: 'poison',
          text: 'Yes: poison makes models worse.',
          right: false,
          why: 'A new seed alone means other first weights, another order of the rows and other test rows. That moves accuracy, too.',
        },
        {
          id: 'unclear',
          text: 'One cannot tell. Two things were changed at once.',
          right: true,
          why: 'Leave everything but one thing as it is, the seed included. The clean twin exists to make that easy.',
        },
        {
          id: 'noise',
          text: 'No: the seed does everything, whatever the rows are.',
          right: false,
          why: 'The seed settles the draws; the weights still come from the rows. You saw that the twins part only when their rows do.',
        },
      ],
    },
  ],
};

export default lesson;
