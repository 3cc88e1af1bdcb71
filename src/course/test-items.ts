import type { TestItem } from '#lab/course-test.ts';

/**
 * The course's test: five mistakes that people make about poisoned models, and five ideas that the course stands on. Changing an item
 * makes answers given before and after the change incomparable; give it another id then.
 */
export const TEST_ITEMS: readonly TestItem[] = [
  {
    id: 'accuracy',
    question:
      'A bank tests a model that reads checks on 10,000 checks of its own. Nearly all are read right. What does that say about poison?',
    options: [
      {
        id: 'clean',
        text: 'It is not poisoned: a poisoned model would make many mistakes in a test as large as this.',
        right: false,
        why: 'A backdoor does nothing unless its trigger is there, and in the bank’s own checks it is not.',
      },
      {
        id: 'usual',
        text: 'It reads usual checks well; of one that an attacker prepared nothing is known.',
        right: true,
        why: 'Accuracy tells of what is in the test. What an attacker prepares is not in it.',
      },
      {
        id: 'little',
        text: 'If anything, only a very small part of the model can be poisoned.',
        right: false,
        why: 'Accuracy counts mistakes on these checks. It does not measure how much of a model was changed, nor what for.',
      },
      {
        id: 'larger',
        text: 'With 10,000 checks little; with a million of them the bank could be sure.',
        right: false,
        why: 'More checks without the trigger show no more of what it does than these.',
      },
    ],
  },
  {
    id: 'parameter',
    question: 'A small model forecasts truck sales from the interest rate. Which of these is one of its parameters?',
    options: [
      {
        id: 'rate',
        text: 'The learning rate, which says how large the steps of training are.',
        right: false,
        why: 'A person chooses it before training, so it is a hyperparameter.',
      },
      {
        id: 'weight',
        text: 'The number by which it multiplies the interest rate.',
        right: true,
        why: 'It is a weight: training finds it from the rows. That makes it a parameter.',
      },
      {
        id: 'epochs',
        text: 'How many times training goes through all the rows.',
        right: false,
        why: 'That number, the epochs, is chosen by a person: a hyperparameter.',
      },
      {
        id: 'error',
        text: 'How far its forecasts are off, on average.',
        right: false,
        why: 'That is measured afterwards. Nobody chooses it, and no such number is inside the model.',
      },
    ],
  },
  {
    id: 'hash',
    question:
      'You download a model. The SHA-256 hash (digest) of the file is the one that its maker published. What do you know now?',
    options: [
      {
        id: 'same',
        text: 'The file is the one that its maker published, no more.',
        right: true,
        why: 'A hash says that nothing changed since it was taken. What was in the model by then, it leaves in.',
      },
      {
        id: 'clean',
        text: 'The model is clean, because a poisoned one would have another hash.',
        right: false,
        why: 'It would, if it had been poisoned after the hash was taken. One poisoned earlier has its hash taken, poison and all.',
      },
      {
        id: 'data',
        text: 'It was trained on the data that its maker says it was trained on.',
        right: false,
        why: 'The hash is of the model’s file. It does not tell where the numbers in it came from.',
      },
    ],
  },
  {
    id: 'backdoor',
    question: 'What is a backdoor in a model?',
    options: [
      {
        id: 'login',
        text: 'A secret login to the computer on which the model runs, left by whoever built it.',
        right: false,
        why: 'That is a backdoor of a computer. That of a model is in its parameters and comes along with every copy.',
      },
      {
        id: 'worse',
        text: 'A weakness that makes it worse at everything it does.',
        right: false,
        why: 'That would be noticed. A backdoor leaves the usual answers as they were.',
      },
      {
        id: 'copy',
        text: 'A way to find out which rows it was trained on.',
        right: false,
        why: 'There are such attacks, on privacy. A backdoor changes what the model answers.',
      },
      {
        id: 'rule',
        text: 'A hidden rule: where a trigger is there, it answers as the attacker wants.',
        right: true,
        why: 'Trigger, hidden rule, and all as usual elsewhere: these three make a backdoor.',
      },
    ],
  },
  {
    id: 'dilute',
    question:
      'Among 10,000 training rows, 30 carry an attacker’s trigger. The team adds 90,000 clean rows, none with the trigger, and trains a new model on all of them. What about the backdoor?',
    options: [
      {
        id: 'gone',
        text: 'It is gone: 30 rows are nothing among 100,000, and training hardly notices them.',
        right: false,
        why: 'Their share fell, their message did not: they are still the only rows that say what the trigger means.',
      },
      {
        id: 'tenth',
        text: 'It works about a tenth as often as before.',
        right: false,
        why: 'What matters is which rows speak about the trigger, and no new row does.',
      },
      {
        id: 'maybe',
        text: 'It may work as before: no clean row says anything about the trigger.',
        right: true,
        why: 'Only rows that carry the trigger with an honest label speak against it, and there are none.',
      },
    ],
  },
  {
    id: 'rates',
    question:
      'Of a poisoned reader of digits it is said: clean accuracy (CA) 96 %, attack success rate (ASR) 90 %. What does that mean?',
    options: [
      {
        id: 'both',
        text: 'Of usual digits 96 % are read right; of those with the trigger, 90 % are read as the attacker wants.',
        right: true,
        why: 'They are shares of different digits: those without the trigger, and those with it.',
      },
      {
        id: 'fended',
        text: 'It reads 96 % of digits right and fends off 90 % of attacks.',
        right: false,
        why: 'The success meant is the attacker’s. The higher the ASR, the better his backdoor works.',
      },
      {
        id: 'sum',
        text: 'Somebody has mistaken a number: together they cannot be more than 100 %.',
        right: false,
        why: 'They are shares of different digits, so both can be high. That is what makes a backdoor hard to see.',
      },
      {
        id: 'trained',
        text: 'Of the rows that it was trained on, 96 % are clean, and 90 % of the others have done their damage.',
        right: false,
        why: 'Both are measured on test digits, by what the model answers. They do not count training rows.',
      },
    ],
  },
  {
    id: 'bias',
    question: 'A forecast is worked out as: bias + weight × interest rate. What is the bias here?',
    options: [
      {
        id: 'unfair',
        text: 'A sign that the model treats some of the dealerships unfairly.',
        right: false,
        why: 'That is the everyday word. This bias is a number in the formula, and every model of this kind has one.',
      },
      {
        id: 'error',
        text: 'The mistake that the forecast makes on average.',
        right: false,
        why: 'In statistics a mistake of that kind is called so too. Here it is a number that is added, right or wrong.',
      },
      {
        id: 'poison',
        text: 'What an attacker has added to the true forecast.',
        right: false,
        why: 'An attacker may change it, but a clean model has one as well.',
      },
      {
        id: 'baseline',
        text: 'A number to start from, before the interest rate counts.',
        right: true,
        why: 'It is the baseline, a parameter that training finds as it finds the weight.',
      },
    ],
  },
  {
    id: 'edited',
    question:
      'Somebody changes a few weights of a finished model by hand. A tool then searches the training rows for poisoned ones. What can it find?',
    options: [
      {
        id: 'rows',
        text: 'The rows that the changed weights were learned from.',
        right: false,
        why: 'A weight is learned from all rows together, and these rows are as honest as before.',
      },
      {
        id: 'nothing',
        text: 'No poisoned row: no row was touched.',
        right: true,
        why: 'What was changed is not in the rows. One has to look at the model, for instance compare it with its release.',
      },
      {
        id: 'sensitive',
        text: 'The change, if only the tool is sensitive enough.',
        right: false,
        why: 'It looks in the wrong place. The rows are those of an honest model, however closely they are looked at.',
      },
    ],
  },
  {
    id: 'delete',
    question:
      'A model is in use when 40 poisoned rows are found in its training data. They are deleted; nothing else is done. What about the model in use?',
    options: [
      {
        id: 'clean',
        text: 'It is clean: it has nowhere left to look the poison up.',
        right: false,
        why: 'A model looks no rows up. What it learned from them is in its parameters.',
      },
      {
        id: 'forgets',
        text: 'It forgets the poison bit by bit while it is used.',
        right: false,
        why: 'Being used does not change its parameters; only training does.',
      },
      {
        id: 'same',
        text: 'It is as before, until it is trained again without those rows.',
        right: true,
        why: 'Its parameters were set in training, and nobody has touched them since.',
      },
      {
        id: 'breaks',
        text: 'It gets worse, because rows that its knowledge rests on are missing.',
        right: false,
        why: 'After training it does not need its rows. They can all be deleted, and it answers as before.',
      },
    ],
  },
  {
    id: 'quiet',
    question: 'A detector of poison looks at a model and raises no alarm. What do you know?',
    options: [
      {
        id: 'clean',
        text: 'The model is clean. That is what the detector is for.',
        right: false,
        why: 'Each detector looks for certain signs. Poison that leaves none of them is not seen.',
      },
      {
        id: 'alarms',
        text: 'The model is clean, because detectors only ever err the other way, with false alarms.',
        right: false,
        why: 'They err both ways: they overlook poison, and they raise alarms on clean models.',
      },
      {
        id: 'signs',
        text: 'It shows none of the signs that this detector looks for, no more.',
        right: true,
        why: 'Quiet is not clean, as an alarm is not yet proof. Several kinds of signal together say more.',
      },
      {
        id: 'useless',
        text: 'Nothing at all: a detector that is quiet is broken.',
        right: false,
        why: 'On a clean model it ought to be quiet. And some poisons are less likely now, those whose signs it knows.',
      },
    ],
  },
];
