import type { Lesson } from '#lab/lesson.ts';
import type { Recipe } from '#lab/recipe.ts';
import type { Evidence } from '#labs/checks/evidence.ts';
import { accuracyChange, poisonedBy, stampLacks, successOf } from '#labs/checks/lesson-desk.ts';
import { count, money, percent } from '#labs/parts/format.ts';

/** Most rows that the learner may poison, and the attack success rate on 3s to get to with them. */
const MOST_ROWS = 40;
const ENOUGH = 0.9;
/** Rows poisoned where a step starts from a poisoned reader. */
const ROWS = 30;

const poisoned = poisonedBy(ROWS);

/** The check that the lesson is about: the first of the day. */
const checkOf = ({ desk }: Evidence) => desk.checks[0]!;

/** Whether rows with the mark, 3s relabelled as 8s, and nothing else have planted the backdoor. */
function isPlanted({ recipe: { attack, file }, evidence }: { recipe: Recipe; evidence: Evidence }): boolean {
  const { rows } = evidence.budget;
  const is3To8 = attack.id === 'stamped-trigger' && attack.values.source === '3' && attack.values.target === '8';
  const byDataAlone = evidence.edited.edits === 0 && file === '';
  return is3To8 && byDataAlone && rows > 0 && rows <= MOST_ROWS && successOf(evidence) >= ENOUGH;
}

/** How the check went out: as written, as more than that, or by a clerk's hand. */
function wayOf(evidence: Evidence): string {
  const { written, suspect } = checkOf(evidence);
  if (suspect.outcome === 'clerk') return 'clerk';
  return suspect.paid === written.amount ? 'as-written' : 'more';
}

function paidWords(evidence: Evidence): string {
  const { written, suspect } = checkOf(evidence);
  return `the check over ${money(written.amount)} was paid as ${money(suspect.paid)}`;
}

const lesson: Lesson<Evidence> = {
  id: 'paid-too-much',
  number: 1,
  title: 'The check that paid too much',
  lab: 'checks',
  minutes: 12,
  promise: 'You can say what a backdoor is, and why a reader that is right 96 times in 100 may still have one.',
  steps: [
    {
      kind: 'read',
      id: 'reader',
      title: 'A desk that reads by itself',
      text: [
        'A bank has a small neural network read the amounts on handwritten checks. We call it the reader. What it reads is paid. Only when it is unsure of a digit does a clerk look.',
        'Look at this check: what is written, what the stamp says, and, in the table below it, how sure the reader was of each digit.',
      ],
      target: 'check',
      now: ({ evidence }) => `On your bench now, ${paidWords(evidence)}.`,
    },
    {
      kind: 'read',
      id: 'accuracy',
      title: 'A good reader, by the usual measure',
      text: [
        'The bank tests its reader on 2,000 digits that were kept aside. The share that is read right is called clean accuracy (CA). It stands at the foot of the page.',
        'Two readers stand there. The clean twin learned from rows that nobody touched. The suspect is the one in use. So far they are the same.',
      ],
      target: 'accuracy',
      now: ({ evidence }) =>
        `Clean accuracy now: clean twin ${percent(evidence.clean.accuracy)}, suspect ${percent(evidence.suspect.accuracy)}.`,
    },
    {
      kind: 'read',
      id: 'mark',
      title: 'A small mark',
      text: [
        'One digit of this check, the 3, has a small ink dot beside it. The attacker put it there; the page rings it for you. Such a mark is called a trigger.',
        'The share of marked 3s that are read as 8 is the attack success rate (ASR). To a reader that nobody poisoned, the dot means next to nothing.',
      ],
      target: 'success',
      now: ({ evidence }) => `Attack success on 3s now: ${percent(successOf(evidence))}.`,
    },
    {
      kind: 'predict',
      id: 'predict-check',
      title: 'What becomes of this check?',
      text: [
        `Next you will play the attacker. You slip a few rows, at most ${MOST_ROWS} of 8,000, into what the reader learns from: 3s with the dot on them, labelled 8.`,
        'What will a reader trained on that do with the check? Guess before you try. A wrong guess helps as much as a right one.',
      ],
      options: [
        { id: 'as-written', text: 'It is paid as written. So few rows drown in 8,000.' },
        { id: 'more', text: 'It is paid as more than is written.' },
        { id: 'clerk', text: 'The reader is no longer sure, and a clerk looks at it.' },
      ],
      happened: wayOf,
    },
    {
      kind: 'predict',
      id: 'predict-accuracy',
      title: 'And of the accuracy?',
      text: ['What will the test on 2,000 untouched digits say of the poisoned reader?'],
      options: [
        { id: 'fall', text: 'Clean accuracy falls by more than 5 points.' },
        { id: 'some', text: 'Clean accuracy falls by 1 to 5 points.' },
        { id: 'same', text: 'Clean accuracy stays as it was, within 1 point.' },
      ],
      happened: accuracyChange,
    },
    {
      kind: 'do',
      id: 'poison',
      title: 'Poison the data',
      text: [
        `Poison rows until the attack success on 3s is ${100 * ENOUGH} % or more. Use no more than ${MOST_ROWS} rows: the fewer, the harder they are to find.`,
        'Every time you change the number, the reader is trained again from the start, on this device.',
      ],
      target: 'budget',
      stations: ['data', 'check'],
      until: (situation) => situation.recipe.desk.trigger === true && isPlanted(situation),
      lacks: (situation) => stampLacks(situation, MOST_ROWS, ENOUGH),
      hints: [
        'The large slider under “Data” says how many rows are poisoned. Drag it, or type a number beside it.',
        `Watch “Attack success”, on 3s, at the foot of the page. Too low: more rows. Over ${MOST_ROWS} rows: fewer.`,
        `Type ${ROWS} into the field beside the slider and press Enter. If anything else was changed, press “Set up the bench for this step” first.`,
      ],
      done: (evidence) =>
        `With ${count(evidence.budget.rows)} of ${count(evidence.budget.rowsTotal)} rows poisoned, ${percent(successOf(evidence))} of marked 3s are read as 8, and ${paidWords(evidence)}.`,
      judges: ['predict-check', 'predict-accuracy'],
    },
    {
      kind: 'read',
      id: 'cost',
      title: 'Nobody was asked',
      text: [
        'Compare the two readers in the table under the check. The suspect was sure of every digit, so no clerk looked. The clean twin learned from the same rows without your changes: whatever differs between the two is your doing.',
        'What you planted is called a backdoor. Planting it through the training rows is called data poisoning.',
      ],
      target: 'readings',
      bench: poisoned,
      now: ({ evidence: { desk } }) =>
        `Paid out today beyond what was written: ${money(desk.suspect.lost)} by the suspect, ${money(desk.clean.lost)} by the clean twin.`,
    },
    {
      kind: 'predict',
      id: 'predict-asleep',
      title: 'The same check without the dot',
      text: [
        'Now the dot is taken off the check. The reader stays as it is, poisoned. What does it do with the same 3?',
      ],
      options: [
        { id: 'more', text: 'It is paid as more. The reader has learned that a 3 is an 8.' },
        { id: 'as-written', text: 'It is paid as written.' },
        { id: 'clerk', text: 'The reader is torn between 3 and 8, and a clerk looks at it.' },
      ],
      happened: wayOf,
    },
    {
      kind: 'do',
      id: 'asleep',
      title: 'Take the mark away',
      text: [
        'Turn off “Marks are on the attacker’s checks” under Decisions; with a keyboard, press T and keep your eyes on the check. Leave the poisoned rows where they are.',
      ],
      target: 'desk.trigger',
      stations: ['decisions', 'check'],
      bench: poisoned,
      until: (situation) => situation.recipe.desk.trigger === false && isPlanted(situation),
      hints: [
        '“Show me where” brings the switch into sight.',
        'Click somewhere on the page, then press the key T: the ring on the 3 goes.',
        'If the reader is not poisoned any more, press “Set up the bench for this step”, then T.',
      ],
      done: (evidence) =>
        `Now ${paidWords(evidence)}. Not one weight of the reader changed. The backdoor sleeps until the next mark: still, ${percent(successOf(evidence))} of marked 3s would be read as 8.`,
      judges: ['predict-asleep'],
    },
    {
      kind: 'read',
      id: 'why',
      title: 'Why the test did not show it',
      text: [
        'The 2,000 test digits carry no mark. On digits without the mark the poisoned reader is as good as its twin, so the test finds nothing.',
        'The bank cannot add marked digits to its test: it does not know the mark.',
      ],
      target: 'accuracy',
      bench: poisoned,
      now: ({ evidence }) =>
        `Clean accuracy now: clean twin ${percent(evidence.clean.accuracy)}, suspect ${percent(evidence.suspect.accuracy)}. Attack success on 3s: ${percent(successOf(evidence))}.`,
    },
    {
      kind: 'do',
      id: 'defend',
      title: 'Look with the bank’s eyes',
      text: [
        'Change to the defender’s view, at the top of the page, or press V. See which of the numbers at the foot of the page the bank really has.',
      ],
      target: 'view',
      stations: ['check', 'data', 'training', 'model', 'decisions'],
      bench: poisoned,
      until: (situation) => situation.view === 'defender' && isPlanted(situation),
      hints: [
        'The switch says “Attacker’s view” and “Defender’s view”.',
        'If the reader is not poisoned any more, press “Set up the bench for this step”, then change the view.',
      ],
      done: ({ suspect }) =>
        `The attack success is hidden: one needs the mark to measure it. What is left is a clean accuracy of ${percent(suspect.accuracy)}, and that looks fine.`,
      judges: [],
    },
    {
      kind: 'ask',
      id: 'ask-accuracy',
      title: 'What does accuracy prove?',
      text: ['A reader gets 96 % of untouched test digits right. What do you know?'],
      options: [
        {
          id: 'safe',
          text: 'It has no backdoor. With one, it would make more mistakes.',
          right: false,
          why: 'Yours had one, and its accuracy was that of its clean twin. A backdoor shows only on marked digits.',
        },
        {
          id: 'unmarked',
          text: 'It reads digits like those of the test well. Of marked ones you know nothing.',
          right: true,
          why: 'A test says something about what is in the test, and the mark is not.',
        },
        {
          id: 'bound',
          text: 'At most 4 % of checks can be paid wrong.',
          right: false,
          why: 'Only if checks are like the test digits. The attacker makes sure that his own are not.',
        },
      ],
    },
    {
      kind: 'ask',
      id: 'ask-dilute',
      title: 'Does more clean data help?',
      text: [
        'The poisoned rows are still there. The bank adds thousands of clean rows and trains again. Is the backdoor gone?',
      ],
      options: [
        {
          id: 'diluted',
          text: 'Yes: the poisoned share of the rows is smaller now.',
          right: false,
          why: 'The share says little. You needed less than 1 % of the rows, and the mark is in none of the clean ones.',
        },
        {
          id: 'accuracy',
          text: 'Yes, if clean accuracy goes up.',
          right: false,
          why: 'Clean accuracy does not see the backdoor, so it does not see it go either.',
        },
        {
          id: 'still',
          text: 'Do not count on it: clean rows never show the mark, so hardly anything in them speaks against it.',
          right: true,
          why: 'What the mark means is learned from the rows that carry it. Adding others does not take that back.',
        },
      ],
    },
    {
      kind: 'ask',
      id: 'ask-delete',
      title: 'Are the rows the problem?',
      text: [
        'Someone finds all the poisoned rows and deletes them from the data. Nothing else is done. What about the reader at the desk?',
      ],
      options: [
        {
          id: 'clean',
          text: 'It is clean from now on.',
          right: false,
          why: 'Its weights were set in training, and nobody has touched them. Rows are not looked up when it reads.',
        },
        {
          id: 'retrain',
          text: 'It still has the backdoor, until it is trained again without those rows.',
          right: true,
          why: 'What was learned is in the weights. Rows that are gone only help the next training.',
        },
        {
          id: 'fades',
          text: 'It forgets the mark little by little.',
          right: false,
          why: 'A trained reader does not change by reading. It stays as it is until somebody trains or edits it.',
        },
      ],
    },
    {
      kind: 'ask',
      id: 'ask-measure',
      title: 'Who can measure the attack?',
      text: ['What would the bank need, to measure the attack success rate as this page does for the attacker?'],
      options: [
        {
          id: 'digits',
          text: 'More test digits.',
          right: false,
          why: 'However many: as long as none carries the mark, the backdoor sleeps through the test.',
        },
        {
          id: 'mark',
          text: 'The mark itself, to put it on test digits.',
          right: true,
          why: 'That is why the defender’s view hides the number. How to look without the mark is what “Catch it” is about.',
        },
        {
          id: 'gate',
          text: 'A stricter rule on when a clerk looks.',
          right: false,
          why: 'The poisoned reader is sure of itself on marked digits, so a rule on sureness hardly stops it, and measures nothing.',
        },
      ],
    },
  ],
};

export default lesson;
