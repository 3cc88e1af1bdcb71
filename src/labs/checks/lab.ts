import type { Values } from '#core/fields.ts';
import type { Schedule } from '#core/schedule.ts';
import type { DeskDay } from '#lab/desk.ts';
import type { Lab } from '#lab/lab.ts';
import { digitModel, type Hyperparameters, type ModelSpec } from '#lab/model.ts';
import { readDay } from './desk.ts';
import { deskFields, hyperFields, modelFields } from './fields.ts';
import { writeTray } from './tray.ts';

/** Only what a kind of model uses gets into its spec, so that equal models have equal specs. */
function spec({ kind, hidden, hidden2, activation }: Values): ModelSpec {
  if (kind === 'conv') return digitModel([], 'conv');
  if (kind === 'linear') return digitModel([]);
  const layers = kind === 'hidden-2' ? [Number(hidden), Number(hidden2)] : [Number(hidden)];
  return { ...digitModel(layers), activation: activation as ModelSpec['activation'] };
}

function hyperparameters(hyper: Values): Hyperparameters {
  return {
    epochs: Number(hyper.epochs),
    batchSize: Number(hyper.batchSize),
    learningRate: Number(hyper.learningRate),
    schedule: hyper.schedule as Schedule,
    optimiser: hyper.optimiser as Hyperparameters['optimiser'],
    momentum: Number(hyper.momentum),
    weightDecay: Number(hyper.weightDecay),
    augment: hyper.augment === true,
  };
}

/** The Check Desk: a bank's reader of handwritten amounts. */
const checks: Lab<DeskDay> = {
  id: 'checks',
  title: 'Check Desk',
  modelFields,
  hyperFields,
  deskFields,
  defaultAttack: 'stamped-trigger',
  spec,
  hyperparameters,
  decide({ labels, images, clean, suspect, desk, seed, sourceClass, classes }) {
    const marks = desk.trigger === true && suspect.triggered !== null;
    const written = writeTray({ labels, images, seed, sourceClass, marks });
    return readDay(written, clean, suspect, { gate: Number(desk.gate), classes });
  },
};

export default checks;
