import type { Lesson } from '#lab/lesson.ts';
import type { Recipe } from '#lab/recipe.ts';
import type { Measured } from '#lab/situation.ts';
import type { Evidence, TwinEvidence } from '#labs/checks/evidence.ts';
import { accuracyChange, poisonedBy, poisonsRows, stampLacks, successOf } from '#labs/checks/lesson-desk.ts';
import { count, percent } from '#labs/parts/format.ts';

/** What the attacker is after: so many of the 3s are to be read as 8. */
const ENOUGH = 0.9;
/** Share of 3s relabelled where a step starts from swapped labels. */
const SHARE = 0.7;
/** Most rows that the learner may stamp, and how many are stamped where a step starts from a backdoor. */
const FEW = 25;
const STAMPED = 23;
/** So many that the vendor runs out of 3s. */
const MANY = 200;
/** A bank with fewer rows, the same bank with all of them, and the poisoned rows of both. */
const SMALL_BANK = 2000;
const LARGE_BANK = 8000;
const SAME_ROWS = 30;
/** A recall that falls by more than this shows. */
const FALL = 0.05;
/** Attack success above the first is most of what it was; below the second it is gone. */
const MOST = 0.8;
const GONE = 0.1;

const swapped = (usual: Recipe): Recipe => {
  const { source = '3', target = '8' } = usual.attack.values;
  return { ...usual, attack: { id: 'label-flip', values: { share: SHARE, source, target, contributor: 'any' } } };
};
const smallBank = (usual: Recipe): Recipe => ({
  ...poisonedBy(SAME_ROWS)(usual),
  data: { ...usual.data, rows: SMALL_BANK },
});

const recallOf3 = ({ recall }: TwinEvidence) => recall[3]!;
const rowsOf = ({ attack }: Recipe) => Number(attack.values.rows);
const shareOf = ({ budget: { rows, rowsTotal } }: Evidence) => `${((100 * rows) / rowsTotal).toFixed(2)} %`;
const rowsWords = (evidence: Evidence) =>
  `${count(evidence.budget.rows)} of ${count(evidence.budget.rowsTotal)} rows (${shareOf(evidence)})`;
const waysIn = ({ budget: { byContributor } }: Evidence) =>
  byContributor.map(({ contributor }) => contributor).join(', ');
const accuracyWords = ({ clean, suspect }: Evidence) =>
  `clean accuracy is ${percent(suspect.accuracy)}, and ${percent(clean.accuracy)} for the clean twin`;

/** Whether an attack on rows, and nothing else, got the attacker where he wants to be. */
const works = (attack: string, situation: Measured<Evidence>) =>
  poisonsRows(attack, situation) && successOf(situation.evidence) >= ENOUGH;
const isSwapped = (situation: Measured<Evidence>) => works('label-flip', situation);
const isStamped = (situation: Measured<Evidence>) => works('stamped-trigger', situation);

const lesson: Lesson<Evidence> = {
  id: 'loud-and-quiet',
  number: 4,
  title: 'Poison the data',
  lab: 'checks',
  minutes: 14,
  promise: 'You can tell a loud attack on rows from a quiet one, and say why their number counts and not their share.',
  steps: [
    {
      kind: 'read',
      id: 'rows',
      title: 'Two ways to spoil a row',
      text: [
        'The reader learns from rows: an image of a digit, and a label that says what it is. Whoever can change rows changes what is learned. The attacker here wants 3s (the source class) to be read as 8s (the target class).',
        'He may swap labels: the image stays as it is, and its label says 8. Or he puts a mark on the image as well, a trigger. “Attack” in the station “Data” has both.',
        `With each of them you will go for the same aim: ${100 * ENOUGH} % of the 3s read as 8. Then compare the price.`,
      ],
      target: 'attack',
      now: ({ evidence }) =>
        `${percent(successOf(evidence))} of the test 3s are read as 8 now, with ${count(evidence.budget.rows)} of ${count(evidence.budget.rowsTotal)} rows poisoned.`,
    },
    {
      kind: 'predict',
      id: 'predict-swap',
      title: 'Swapped labels: what does it cost?',
      text: [
        `You will swap the labels of so many 3s that ${100 * ENOUGH} % of the untouched 3s are read as 8. What will the test on all ten digits say?`,
      ],
      options: [
        { id: 'same', text: 'Clean accuracy stays as it was, within 1 point.' },
        { id: 'some', text: 'Clean accuracy falls by 1 to 5 points.' },
        { id: 'fall', text: 'Clean accuracy falls by more than 5 points.' },
      ],
      happened: accuracyChange,
    },
    {
      kind: 'do',
      id: 'swap',
      title: 'Swap labels',
      text: [
        `Choose “Swapped labels” under “Attack”. Then turn up the share of 3s that are labelled 8, until the attack success is ${100 * ENOUGH} % or more.`,
        'Without a mark, attack success is the share of untouched 3s that are read as 8. It stands at the foot of the page.',
      ],
      target: 'attack',
      stations: ['data', 'check'],
      until: isSwapped,
      hints: [
        '“Attack” is the list at the top of the station “Data”. The large slider under it says which share of the 3s is relabelled.',
        'Half of the 3s is not enough. Go on from there.',
        'Choose “Swapped labels”, type 0.7 into the field beside the slider and press Enter. If anything else was changed, press “Set up the bench for this step” first.',
      ],
      done: (evidence) =>
        `It takes wrong labels on ${rowsWords(evidence)}. Now ${percent(successOf(evidence))} of untouched 3s are read as 8. The price: ${accuracyWords(evidence)}.`,
      judges: ['predict-swap'],
    },
    {
      kind: 'do',
      id: 'look',
      title: 'Look with the bank’s eyes',
      text: [
        'Change to the defender’s view, at the top of the page, or press V. Then look at “What is read as what”: rows are what a digit is, columns what was read.',
        'Find the row of the 3.',
      ],
      target: 'confusion',
      stations: ['check', 'data', 'training', 'model', 'decisions'],
      bench: swapped,
      until: (situation) => situation.view === 'defender' && isSwapped(situation),
      hints: [
        'Click somewhere on the page, then press the key V. “Show me where” brings the table into sight.',
        'If the labels are not swapped any more, press “Set up the bench for this step”, then V.',
      ],
      done: ({ clean, suspect }) =>
        `Of the 3s, the suspect reads ${percent(recallOf3(suspect))} right, the clean twin ${percent(recallOf3(clean))}. That share is called the recall of the 3. Whoever looks at each digit by itself sees this attack at once, without knowing anything of it. It is loud.`,
      judges: [],
    },
    {
      kind: 'predict',
      id: 'predict-few',
      title: 'The same aim with a mark',
      text: [
        `Now the trigger: 3s with a small mark on them, labelled 8. The aim is the same, but for marked 3s: ${100 * ENOUGH} % of them read as 8. How many of the 8,000 rows does it take?`,
      ],
      options: [
        { id: 'many', text: 'Over 300, about as many as swapped labels took.' },
        { id: 'some', text: '50 to 300.' },
        { id: 'few', text: 'Fewer than 50.' },
      ],
      happened: ({ budget: { rows } }) => (rows > 300 ? 'many' : rows >= 50 ? 'some' : 'few'),
    },
    {
      kind: 'predict',
      id: 'predict-quiet',
      title: 'What will the bank see?',
      text: [
        'The bank has its 2,000 untouched test digits: clean accuracy over all of them, and the recall of each digit, as in the table you looked at. Which of the two gives the trigger away?',
      ],
      options: [
        { id: 'recall', text: 'The recall of the 3, which falls by more than 5 points.' },
        { id: 'accuracy', text: 'Clean accuracy, which falls by more than 1 point.' },
        { id: 'neither', text: 'Neither of them.' },
      ],
      happened: (evidence) => {
        const { clean, suspect } = evidence;
        if (recallOf3(clean) - recallOf3(suspect) > FALL) return 'recall';
        return accuracyChange(evidence) === 'same' ? 'neither' : 'accuracy';
      },
    },
    {
      kind: 'do',
      id: 'stamp',
      title: 'As few rows as you can',
      text: [
        `In the attacker’s view, choose “Stamped mark” under “Attack”. Get the attack success on 3s to ${100 * ENOUGH} % or more with at most ${FEW} poisoned rows.`,
        'Then try how few are enough.',
      ],
      target: 'budget',
      stations: ['data', 'check'],
      until: (situation) => isStamped(situation) && situation.evidence.budget.rows <= FEW,
      lacks: (situation) => stampLacks(situation, FEW, ENOUGH),
      hints: [
        '“Set up the bench for this step” brings back the attacker’s view and “Stamped mark”, with no row poisoned.',
        'Watch “Attack success”, on 3s, at the foot of the page. With 10 rows it is too low.',
        `Type ${STAMPED} into the field beside the large slider and press Enter. If anything else was changed, press “Set up the bench for this step” first.`,
      ],
      done: (evidence) => {
        const { clean, suspect } = evidence;
        return `With ${rowsWords(evidence)}, ${percent(successOf(evidence))} of marked 3s are read as 8. Yet ${accuracyWords(evidence)}, and the recall of the 3 is ${percent(recallOf3(suspect))} against ${percent(recallOf3(clean))}. It is quiet.`;
      },
      judges: ['predict-few', 'predict-quiet'],
    },
    {
      kind: 'predict',
      id: 'predict-many',
      title: 'A greedy attacker',
      text: [
        `Would more rows be better for him? Suppose he asks for ${MANY} stamped rows, eight times as many. What happens?`,
      ],
      options: [
        { id: 'loud', text: 'It gets loud: clean accuracy falls by more than 1 point.' },
        { id: 'worse', text: `Too much of it spoils it: the attack success falls below ${100 * ENOUGH} %.` },
        { id: 'little', text: 'Little: accuracy stays within 1 point, and the last few marked 3s are won at most.' },
      ],
      happened: (evidence) => {
        if (successOf(evidence) < ENOUGH) return 'worse';
        return accuracyChange(evidence) === 'same' ? 'little' : 'loud';
      },
    },
    {
      kind: 'do',
      id: 'many',
      title: 'Many rows',
      text: [
        `Set the poisoned rows to ${MANY}. Read under the slider how many there really are, and through whom they came in.`,
      ],
      target: 'budget',
      stations: ['data', 'check'],
      bench: poisonedBy(STAMPED),
      until: (situation) => isStamped(situation) && rowsOf(situation.recipe) >= MANY,
      hints: [
        `Drag the large slider under “Data”, or type ${MANY} beside it and press Enter.`,
        `Press “Set up the bench for this step”, then type ${MANY} into the field beside the large slider and press Enter.`,
      ],
      done(evidence) {
        const { budget, recipe } = evidence;
        const fewer =
          budget.rows < rowsOf(recipe)
            ? `You asked for ${count(rowsOf(recipe))}; there were only ${count(budget.rows)} 3s from ${waysIn(evidence)}. `
            : '';
        return `${fewer}Attack success is ${percent(successOf(evidence))} now, and ${accuracyWords(evidence)}. What he bought with them is risk: each row more is one that somebody may look at.`;
      },
      judges: ['predict-many'],
    },
    {
      kind: 'predict',
      id: 'predict-share',
      title: 'Does a large bank drown it?',
      text: [
        `A small bank has ${count(SMALL_BANK)} rows, ${SAME_ROWS} of them stamped: ${((100 * SAME_ROWS) / SMALL_BANK).toFixed(1)} %. It buys ${count(LARGE_BANK - SMALL_BANK)} clean rows and trains again. The poisoned share is now a quarter of what it was. What about the attack success?`,
      ],
      options: [
        { id: 'gone', text: `It is gone: below ${100 * GONE} %. The stamped rows drown.` },
        { id: 'falls', text: `It falls with the share, to somewhere between ${100 * GONE} and ${100 * MOST} %.` },
        { id: 'most', text: `It stays at ${100 * MOST} % or more.` },
      ],
      happened: (evidence) => {
        const success = successOf(evidence);
        return success >= MOST ? 'most' : success >= GONE ? 'falls' : 'gone';
      },
    },
    {
      kind: 'do',
      id: 'share',
      title: 'Add clean rows',
      text: [
        'Press “Set up the bench for this step”: it makes the small bank. Note its attack success on 3s.',
        `Then set “Training rows” in the station “Data” to ${count(LARGE_BANK)}. Leave the ${SAME_ROWS} poisoned rows as they are.`,
      ],
      target: 'data.rows',
      stations: ['data', 'check'],
      bench: smallBank,
      until: (situation) =>
        poisonsRows('stamped-trigger', situation) &&
        situation.recipe.data.rows === LARGE_BANK &&
        situation.evidence.budget.rows === SAME_ROWS,
      hints: [
        '“Training rows” is below the sheet of digits, in the station “Data”. “Show me where” brings it into sight.',
        `Press “Set up the bench for this step”, type ${LARGE_BANK} into the field of “Training rows” and press Enter.`,
      ],
      done: (evidence) =>
        `${rowsWords(evidence)} are poisoned now, and ${percent(successOf(evidence))} of marked 3s are read as 8. The clean rows show no mark, so they say nothing against it. What counts is how many rows show the mark, far more than which share they are.`,
      judges: ['predict-share'],
    },
    {
      kind: 'read',
      id: 'left',
      title: 'What each leaves behind',
      text: [
        'Swapped labels show in the finished model: one digit is read far worse than the others. A trigger shows in no number that is measured on untouched digits.',
        'But both stand in the rows. Turn on “Poisoned rows only” and look at the sheet of digits. Stamped ones are 3s labelled 8, all with the same mark, all from one contributor. A defender has no such switch, but has the same rows.',
      ],
      target: 'sheet',
      bench: poisonedBy(STAMPED),
      now: ({ evidence }) =>
        evidence.budget.rows > 0
          ? `Poisoned on your bench now: ${rowsWords(evidence)}, delivered by ${waysIn(evidence)}.`
          : 'No row is poisoned on your bench now.',
    },
    {
      kind: 'ask',
      id: 'ask-classes',
      title: 'Source, target, trigger',
      text: ['An attacker wants 1s to be read as 7s whenever a small tick stands beside them. Which is which?'],
      options: [
        {
          id: 'right',
          text: 'Source class 1, target class 7; the tick is the trigger.',
          right: true,
          why: 'The source is what is misread, the target what it is taken for, and the trigger is what wakes it.',
        },
        {
          id: 'turned',
          text: 'Source class 7, target class 1; the tick is the trigger.',
          right: false,
          why: 'The other way round: the target is the answer that the attacker wants to see, here the 7.',
        },
        {
          id: 'contributor',
          text: 'The source class is whoever delivers the rows; the tick is the target.',
          right: false,
          why: 'Who delivers rows is the contributor, the way in. The source class is the digit to be misread.',
        },
      ],
    },
    {
      kind: 'ask',
      id: 'ask-recall',
      title: 'Each digit by itself',
      text: [
        'A bank looks at the recall of each digit on untouched test digits. Which of today’s attacks does it find?',
      ],
      options: [
        {
          id: 'both',
          text: 'Both of them.',
          right: false,
          why: 'The recall of the 3 hardly moved with the trigger: the test digits carry no mark.',
        },
        {
          id: 'neither',
          text: 'Neither: only overall accuracy can find poison.',
          right: false,
          why: 'Overall accuracy hides what happens to one digit among ten. Swapped 3s showed most clearly in the recall of the 3.',
        },
        {
          id: 'swapped',
          text: 'Swapped labels, but not the trigger.',
          right: true,
          why: 'Swapped labels ruin untouched 3s. The trigger leaves them alone and waits for marked ones.',
        },
      ],
    },
    {
      kind: 'ask',
      id: 'ask-number',
      title: 'Two deliveries',
      text: [
        'In one bank 10 of 1,000 training rows are stamped, in another 40 of 8,000. Where is the backdoor likely to work better?',
      ],
      options: [
        {
          id: 'share',
          text: 'In the first: 1 % of its rows are poisoned, in the other only 0.5 %.',
          right: false,
          why: 'The share misleads. Try both on the bench: 40 rows that show the mark teach it better than 10.',
        },
        {
          id: 'number',
          text: 'In the second: it has four times as many rows that show the mark.',
          right: true,
          why: 'The mark is learned from the rows that carry it. You can try both on the bench.',
        },
        {
          id: 'same',
          text: 'In neither. Below 5 % poison does nothing.',
          right: false,
          why: 'You got there with far less than 1 %. There is no share below which one is safe.',
        },
      ],
    },
    {
      kind: 'ask',
      id: 'ask-trace',
      title: 'Where to look',
      text: ['Accuracy and recall are fine, but the bank suspects a trigger. What does it have that could show it?'],
      options: [
        {
          id: 'rows',
          text: 'The training rows, with their labels and who delivered them.',
          right: true,
          why: 'The poison has to be in the rows to be learned: images that do not look like their labels, much alike, from one source. “Catch it” is about finding them.',
        },
        {
          id: 'test',
          text: 'The test, if it is made ten times as large.',
          right: false,
          why: 'Ten times as many untouched digits without a mark say ten times the same.',
        },
        {
          id: 'nothing',
          text: 'Nothing. A quiet attack leaves no trace.',
          right: false,
          why: 'It is quiet in the accuracy. Its rows are still in the data, and its weights in the model.',
        },
      ],
    },
  ],
};

export default lesson;
