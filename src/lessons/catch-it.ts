import type { Lesson } from '#lab/lesson.ts';
import type { BoardFound, Measured } from '#lab/situation.ts';
import type { Evidence } from '#labs/checks/evidence.ts';
import { accuracyChange, accuracyDrop, planted, poisonedBy, successOf } from '#labs/checks/lesson-desk.ts';
import { count, money, percent } from '#labs/parts/format.ts';

type Found = BoardFound['found'];

/** Rows poisoned at the desk that is looked at. */
const ROWS = 60;
/** Attack success rate of a backdoor that works, and of one that is gone. */
const WORKS = 0.9;
const GONE = 0.05;
/** How much clean accuracy a cure may cost. */
const MOST_DROP = 0.03;
/** Share of the poisoned rows within which as many are pointed at as there are. */
const [LEAST, MOST] = [0.5, 1.5];
/** How much more often than expected a patch of ink may occur: the detector's usual limit, and its lowest. */
const [USUAL, LOWEST] = [16, 4];
const [PERFORMANCE, INK, RELEASE] = ['performance', 'duplicates', 'release-diff'];

const poisoned = poisonedBy(ROWS);

const flaggedBy = (found: Found) => found[INK]?.rows?.flagged.length ?? 0;
const takenOut = ({ recipe }: Evidence) => recipe.fixes.filter((fix) => fix.length === 1).length;

/** Whether a backdoor that came by rows alone is at work, and nothing was repaired. */
function isPoisoned({ evidence }: Measured<Evidence>): boolean {
  const { recipe, budget, edited } = evidence;
  const byRowsAlone = budget.rows > 0 && edited.edits === 0 && recipe.file === '' && recipe.fixes.length === 0;
  return byRowsAlone && recipe.attack.id === 'stamped-trigger' && successOf(evidence) >= WORKS;
}

/** Whether the backdoor is gone because rows were taken out, while the attacker's rows are still delivered. */
function isCured({ evidence }: Measured<Evidence>): boolean {
  const { recipe, budget, edited } = evidence;
  const byRowsAlone = budget.rows > 0 && edited.edits === 0 && recipe.file === '' && takenOut(evidence) > 0;
  const isStamped = recipe.attack.id === 'stamped-trigger' && Number(recipe.attack.values.rows) >= ROWS;
  return byRowsAlone && isStamped && successOf(evidence) < GONE && accuracyDrop(evidence) <= MOST_DROP;
}

/** Whether a backdoor is at work that no row has brought. */
function isEdited({ evidence }: Measured<Evidence>): boolean {
  const { recipe, budget, edited } = evidence;
  const byHandAlone = budget.rows === 0 && edited.edits > 0 && recipe.file === '';
  return byHandAlone && recipe.attack.id === 'stamped-trigger' && successOf(evidence) >= WORKS;
}

/** Whether nobody has done anything to the reader or its rows. */
function isUntouched({ evidence: { recipe, budget, edited } }: Measured<Evidence>): boolean {
  return budget.rows === 0 && edited.edits === 0 && recipe.file === '' && recipe.fixes.length === 0;
}

/** Which of the two looks at an edited reader were loud. */
function loudOnes(found: Found): string {
  const [ink, release] = [INK, RELEASE].map((id) => found[id]?.signal === 'alarm');
  return ink ? (release ? 'both' : 'ink') : release ? 'release' : 'none';
}

const lesson: Lesson<Evidence> = {
  id: 'catch-it',
  number: 7,
  title: 'Catch it',
  lab: 'checks',
  minutes: 15,
  promise: 'You can say what gives poison away, where each way of looking is blind, and what to do about a finding.',
  steps: [
    {
      kind: 'read',
      id: 'signals',
      title: 'Three kinds of signal',
      text: [
        'Now you defend the desk. In the room “Catch it” detectors look for three kinds of signal: how well the model does (performance), what is out of the ordinary in its rows and weights (anomaly), and where things come from (provenance).',
        'No detector knows the attacker’s mark. An alarm means: beyond a limit that clean models hardly ever cross.',
      ],
      room: 'detect',
      target: 'board',
      bench: poisoned,
      now: ({ evidence }) =>
        `On your bench now: ${count(evidence.budget.rows)} of ${count(evidence.budget.rowsTotal)} rows poisoned, attack success on 3s ${percent(successOf(evidence))}.`,
    },
    {
      kind: 'predict',
      id: 'predict-performance',
      title: 'Is it as good as clean readers?',
      text: [
        `${ROWS} rows of this desk are poisoned: 3s with a mark, labelled 8. “Performance against a trusted baseline” compares the reader with clean ones: errors in all, by digit, by supplier, by delivery.`,
        'What will it say?',
      ],
      room: 'detect',
      target: PERFORMANCE,
      bench: poisoned,
      options: [
        { id: 'alarm', text: 'Alarm: with so many rows poisoned, errors go up.' },
        { id: 'suspicious', text: 'Worth a look: a few more errors on 3s and 8s.' },
        { id: 'quiet', text: 'Quiet: it does as well as clean readers, in everything that is measured.' },
      ],
      happened: (_, found = {}) => found[PERFORMANCE]?.signal ?? 'quiet',
    },
    {
      kind: 'do',
      id: 'blind',
      title: 'A detector that is blind here',
      text: [
        'In the room “Catch it”, run “Performance against a trusted baseline”. It trains a dozen clean readers to compare with, and so takes a moment.',
      ],
      room: 'detect',
      target: PERFORMANCE,
      stations: ['data', 'check'],
      bench: poisoned,
      until: (situation) => isPoisoned(situation) && situation.board.found[PERFORMANCE]?.signal === 'quiet',
      hints: [
        '“Show me where” goes to the room and brings the detector into sight.',
        'Press “Run” at the end of its line, and wait until it says what it found.',
        'If the reader is not poisoned, press “Set up the bench for this step”. Then run the detector.',
      ],
      done: (evidence, found = {}) =>
        `${found[PERFORMANCE]?.says ?? ''} And yet ${percent(successOf(evidence))} of marked 3s are read as 8. No digit of a test carries the mark, so a good score proves nothing about it.`,
      judges: ['predict-performance'],
    },
    {
      kind: 'predict',
      id: 'predict-ink',
      title: 'Look at the rows instead',
      text: [
        'No two people write alike, but a stamp does. “The same ink in many rows” looks for ink that is the same, to the pixel, in many rows and hardly ever in trusted ones.',
        'How many of the 8,000 rows will it point at?',
      ],
      room: 'detect',
      target: INK,
      bench: poisoned,
      options: [
        { id: 'few', text: `Hardly any: ${ROWS} rows are lost among so many.` },
        { id: 'as-many', text: 'About as many as were poisoned.' },
        { id: 'many', text: 'Far more: honest handwriting has strokes in common, too.' },
      ],
      happened: ({ budget }, found = {}) => {
        const share = flaggedBy(found) / budget.rows;
        return share < LEAST ? 'few' : share > MOST ? 'many' : 'as-many';
      },
    },
    {
      kind: 'do',
      id: 'sees',
      title: 'A detector that sees',
      text: [
        'Run “The same ink in many rows” on the same reader. Then press its name: its panel shows the rows it points at and, in the attacker’s view, how many of them are poisoned.',
      ],
      room: 'detect',
      target: INK,
      stations: ['data', 'check'],
      bench: poisoned,
      until: (situation) => isPoisoned(situation) && situation.board.found[INK]?.signal === 'alarm',
      hints: [
        'It is among the anomalies. Press “Run” at the end of its line.',
        'If the reader is not poisoned any more, press “Set up the bench for this step”. Then run the detector.',
      ],
      done: (evidence, found = {}) =>
        `${found[INK]?.says ?? ''} In truth ${count(evidence.budget.rows)} are poisoned. It needs a mark that is the same everywhere: its panel says when it is blind, and so does every other.`,
      judges: ['predict-ink'],
    },
    {
      kind: 'predict',
      id: 'predict-cure',
      title: 'From finding to cure',
      text: [
        'A finding changes nothing yet. Next you take the rows it points at out of the data, and the reader is trained again without them.',
        'What will it be like then?',
      ],
      room: 'detect',
      target: INK,
      bench: poisoned,
      options: [
        {
          id: 'cured',
          text: `The attack succeeds on less than ${100 * GONE} % of 3s, and clean accuracy is as it was.`,
        },
        { id: 'stays', text: 'The attack still works: what was learned once stays learned.' },
        { id: 'costs', text: 'The attack is gone, but clean accuracy with it: more than 1 point.' },
      ],
      happened: (evidence) =>
        successOf(evidence) >= GONE ? 'stays' : accuracyChange(evidence) === 'same' ? 'cured' : 'costs',
    },
    {
      kind: 'do',
      id: 'cure',
      title: 'Take the rows out',
      text: [
        `Get the attack success on 3s below ${100 * GONE} %. The attacker goes on delivering poisoned rows; you may only take rows out.`,
        'Press the name of “The same ink in many rows”, then “Take out … rows and retrain”.',
      ],
      room: 'detect',
      target: INK,
      stations: ['check'],
      bench: poisoned,
      until: isCured,
      hints: [
        'The button stands in the detector’s panel, below what it found. Run the detector first if it has found nothing yet.',
        '“Act on it”, further down, compares the reader before and after.',
        'Press “Set up the bench for this step”. Run “The same ink in many rows”, press its name, then press “Take out … rows and retrain”.',
      ],
      done: (evidence) =>
        `Taken out: ${count(takenOut(evidence))} rows. Attack success on 3s is ${percent(successOf(evidence))} now, clean accuracy ${percent(evidence.suspect.accuracy)}; the clean twin has ${percent(evidence.clean.accuracy)}. It was the new training that cured it: deleted rows alone leave the old reader as it is.`,
      judges: ['predict-cure'],
    },
    {
      kind: 'predict',
      id: 'predict-edited',
      title: 'Another way in',
      text: [
        'Now no row is poisoned. One hidden unit was rewired by hand after training, to answer to the mark. Two detectors look: “The same ink in many rows”, and “Difference to the release”, which compares with the parameters that were signed.',
        'Which of them will raise an alarm?',
      ],
      room: 'detect',
      target: RELEASE,
      bench: planted,
      options: [
        { id: 'both', text: 'Both: it is the same mark as before.' },
        { id: 'ink', text: 'Only the one that looks for ink.' },
        { id: 'release', text: 'Only the one that compares with the release.' },
        { id: 'none', text: 'Neither: the reader does as well as before.' },
      ],
      happened: (_, found = {}) => loudOnes(found),
    },
    {
      kind: 'do',
      id: 'edited',
      title: 'Where rows tell nothing',
      text: [
        'Press “Set up the bench for this step”: the rows are clean, and one unit is rewired. Then run both “The same ink in many rows” and “Difference to the release”, in the last group.',
      ],
      room: 'detect',
      target: RELEASE,
      stations: ['model', 'check'],
      bench: planted,
      until: (situation) => {
        const { found } = situation.board;
        return isEdited(situation) && found[INK] !== undefined && found[RELEASE] !== undefined;
      },
      hints: [
        'Both have to be run on the reader that was edited. What they found earlier was about another one.',
        '“Difference to the release” is in the last group of the board, provenance.',
        'Press “Set up the bench for this step”, wait for the reader, then press “Run” at the end of both lines.',
      ],
      done: (evidence, found = {}) =>
        `Ink: “${found[INK]?.says ?? ''}” Release: “${found[RELEASE]?.says ?? ''}” The desk has paid ${money(evidence.desk.suspect.lost)} too much today. Had the edit come before the signing, the second would have been silent, too.`,
      judges: ['predict-edited'],
    },
    {
      kind: 'predict',
      id: 'predict-wolf',
      title: 'Crying wolf',
      text: [
        `Why not make detectors as watchful as can be? “The same ink in many rows” speaks up when ink recurs ${USUAL} times more often than expected. You lower that limit to ${LOWEST}, on a reader that nobody has touched.`,
        'How many rows will it point at?',
      ],
      room: 'detect',
      target: INK,
      options: [
        { id: 'none', text: 'None: there is nothing to find.' },
        { id: 'some', text: 'Some, though none of them is poisoned.' },
        { id: 'most', text: 'More than half of all rows.' },
      ],
      happened: ({ budget }, found = {}) => {
        const flagged = flaggedBy(found);
        return flagged === 0 ? 'none' : flagged > budget.rowsTotal / 2 ? 'most' : 'some';
      },
    },
    {
      kind: 'do',
      id: 'wolf',
      title: 'Raise a false alarm',
      text: [
        'Press “Set up the bench for this step”: the reader is clean. Make “The same ink in many rows” raise an alarm all the same.',
        `Press its name, set “Times more often than expected” to ${LOWEST}, and run it.`,
      ],
      room: 'detect',
      target: INK,
      stations: ['data', 'model', 'check'],
      until: (situation) => isUntouched(situation) && situation.board.found[INK]?.signal === 'alarm',
      hints: [
        'The limit is a field in the detector’s panel. With it as it was, a clean reader is quiet.',
        `Press “Set up the bench for this step”. In the panel of “The same ink in many rows”, type ${LOWEST} into “Times more often than expected”, press Enter, then “Run”.`,
      ],
      done: (_, found = {}) =>
        `${count(flaggedBy(found))} rows pointed at, and not one is poisoned: a false alarm. A lower limit finds fainter poison and accuses more honest rows. On the next step the limit is ${USUAL} again.`,
      judges: ['predict-wolf'],
    },
    {
      kind: 'ask',
      id: 'ask-accuracy',
      title: 'A perfect report',
      text: ['The reader does as well as clean ones: in all, in every digit, for every supplier. What do you report?'],
      options: [
        {
          id: 'clean',
          text: 'No poison: it would show in one of these numbers.',
          right: false,
          why: 'All of them were as they should be, and yet nearly every marked 3 was read as 8. None of the digits tested carried the mark.',
        },
        {
          id: 'open',
          text: 'It reads unmarked digits well. Whether it has a backdoor is open until rows, weights and provenance are looked at.',
          right: true,
          why: 'Performance is one kind of signal of three, and the one that a backdoor is made to leave alone.',
        },
        {
          id: 'larger',
          text: 'Not enough digits were tested; with ten times as many one would know.',
          right: false,
          why: 'The mark is on none of them, however many there are.',
        },
      ],
    },
    {
      kind: 'ask',
      id: 'ask-quiet',
      title: 'All quiet among the rows',
      text: ['Every detector that looks at rows is quiet. What follows?'],
      options: [
        {
          id: 'clean',
          text: 'The reader is clean: what is not in the rows cannot be in the model.',
          right: false,
          why: 'The rewired unit came by hand, and the rows were clean. They had nothing to tell.',
        },
        {
          id: 'broken',
          text: 'The detectors are no good.',
          right: false,
          why: 'The same detector had pointed at the stamped rows. It is blind to what it does not look at, as each of them is.',
        },
        {
          id: 'model',
          text: 'Nothing about the model itself: look at its weights and at what was signed.',
          right: true,
          why: 'Each detector sees one place. That is why the board has all three kinds.',
        },
      ],
    },
    {
      kind: 'ask',
      id: 'ask-delete',
      title: 'When is the desk safe?',
      text: [
        'A detector has pointed at 60 rows, and they are deleted from the data. When is the reader at the desk cured?',
      ],
      options: [
        {
          id: 'trained',
          text: 'When it has been trained again without them, and what came out was looked at afresh.',
          right: true,
          why: 'Training without the rows is the cure, and a new look shows whether some were missed: a few can be enough.',
        },
        {
          id: 'once',
          text: 'At once: their influence is gone with them.',
          right: false,
          why: 'The reader does not look rows up. What it learned from them is in its weights until it is trained again.',
        },
        {
          id: 'never',
          text: 'Never: a poisoned reader cannot be cured.',
          right: false,
          why: 'Yours was: after the new training hardly a marked 3 was misread, and clean accuracy was kept.',
        },
      ],
    },
    {
      kind: 'ask',
      id: 'ask-alarm',
      title: 'An alarm',
      text: ['A detector raises an alarm on a new delivery of rows. What comes first?'],
      options: [
        {
          id: 'delete',
          text: 'Delete all it points at: an alarm is a proof.',
          right: false,
          why: 'You raised one on a clean reader. Its rows were honest ones, and deleting them harms those who wrote that way.',
        },
        {
          id: 'look',
          text: 'Look at the rows, ask how often clean ones set it off, and see what other detectors say.',
          right: true,
          why: 'A finding says how sure it is. Rows that share a stamp and a wrong label are another matter than rows that look alike.',
        },
        {
          id: 'ignore',
          text: 'Wait for a second one: most alarms are false.',
          right: false,
          why: 'With the limit as it was, clean readers were quiet. An alarm beyond such a limit deserves a look at once.',
        },
      ],
    },
  ],
};

export default lesson;
