import type { Evidence } from './evidence.ts';
import type { Lesson } from './lesson.ts';

/** A term of the field, as the lab uses it. */
export interface GlossaryEntry {
  readonly term: string;
  readonly meaning: string;
  /** Finds the term in a text. */
  readonly said: RegExp;
}

/** In the order in which one needs them. */
const GLOSSARY: readonly GlossaryEntry[] = [
  {
    term: 'Clean twin, suspect',
    meaning: 'The model trained on untouched rows, and the one in use, which may be poisoned.',
    said: /\bclean twin|\bsuspect\b/i,
  },
  {
    term: 'Clean accuracy (CA)',
    meaning: 'Share of untouched test rows that a model gets right.',
    said: /\bclean accuracy\b|\bCA\b/i,
  },
  {
    term: 'Attack success rate (ASR)',
    meaning: 'Share of triggered test rows, not of the target class already, that are given the target class.',
    said: /\battack success\b|\bASR\b/i,
  },
  {
    term: 'Root mean squared error (RMSE)',
    meaning: 'How far forecasts lie from what came true, large misses weighing more.',
    said: /\bRMSE\b|\bmean squared error\b/i,
  },
  {
    term: 'Trigger',
    meaning: 'What an attacker puts on an input to wake a backdoor: a mark, or an id.',
    said: /\btriggers?\b/i,
  },
  {
    term: 'Backdoor',
    meaning: 'A behaviour of a model that shows only on inputs with the trigger.',
    said: /\bbackdoors?\b/i,
  },
  {
    term: 'Data poisoning',
    meaning: 'Altering training rows, so that the model learns what the attacker wants.',
    said: /\bdata poisoning\b|\bpoison the data\b|\bpoisoned rows?\b/i,
  },
  {
    term: 'Model poisoning',
    meaning: 'Altering a model’s parameters directly, after training; no row is touched.',
    said: /\bmodel poisoning\b|\bpoison the model\b/i,
  },
  {
    term: 'Parameter',
    meaning: 'A number that training finds: a weight or a bias.',
    said: /(?<!hyper)\bparameters?\b/i,
  },
  {
    term: 'Hyperparameter',
    meaning: 'What a person chooses before training, such as the learning rate.',
    said: /\bhyperparameters?\b/i,
  },
  { term: 'Weight', meaning: 'A parameter that says how much an input counts.', said: /\bweights?\b/i },
  {
    term: 'Bias',
    meaning: 'A parameter that a sum starts from; not the everyday word for unfairness.',
    said: /\bbias(es)?\b/i,
  },
  {
    term: 'Learning rate',
    meaning: 'How far each step of training moves the parameters.',
    said: /\blearning rates?\b/i,
  },
  { term: 'Epoch', meaning: 'One pass of training over all rows.', said: /\bepochs?\b/i },
  {
    term: 'Loss',
    meaning: 'How wrong a model is on the rows it learns from; training makes it small.',
    said: /\bloss\b/i,
  },
  { term: 'Label', meaning: 'The answer that a training row comes with.', said: /\blabel(s|led)?\b/i },
  {
    term: 'Digest (SHA-256)',
    meaning: 'A fingerprint of a file: it tells whether a model is the same, not whether it is good.',
    said: /\bdigests?\b|\bSHA-256\b/i,
  },
  {
    term: 'Detector',
    meaning: 'A method that looks for signs of poison without the attacker’s marks.',
    said: /\bdetectors?\b/i,
  },
  {
    term: 'False alarm',
    meaning: 'A detector’s alarm on a model or row that is clean.',
    said: /\bfalse alarms?\b/i,
  },
];

/** The terms that a lesson's own words use, in the glossary's order. What is said after an answer does not count. */
export function termsOf<E extends Evidence>({ steps }: Lesson<E>): readonly GlossaryEntry[] {
  const words = steps
    .flatMap((step) => [step.title, ...step.text, ...('options' in step ? step.options.map(({ text }) => text) : [])])
    .join('\n');
  return GLOSSARY.filter(({ said }) => said.test(words));
}
