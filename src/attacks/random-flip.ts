import { NO_PATCH } from '#core/dataset.ts';
import { ranker } from '#core/rng.ts';
import { defineAttack } from '#lab/attack.ts';
import { ANY, contributorField, shareField } from './parts/fields.ts';
import { queueOfRows } from './parts/rows.ts';

const ID = 'random-flip';

export default defineAttack({
  id: ID,
  rows: 'images',
  title: 'Random labels',
  summary:
    'Rows of all digits get a wrong label at random. This is a dull attack: errors spread evenly cancel out. MNIST models ' +
    'stayed above 90 % accuracy with 100 random labels for every right one (Rolnick 2017).',
  paper: 'Rolnick, Veit, Belongie and Shavit 2017',
  words: '{share} of the labels at random',
  fields: {
    share: shareField('Which share of the rows gets a wrong label.'),
    contributor: contributorField(ANY),
  },
  apply(data, values, seed) {
    const queue = queueOfRows(data, values, seed, ID);
    const touched = queue.slice(0, Math.round(Number(values.share) * queue.length)).sort();
    if (touched.length === 0) return NO_PATCH;
    const draw = ranker(seed, `attack/${ID}/label`);
    const labels = Uint8Array.from(touched, (row) => {
      const steps = 1 + (draw(data.id[row]!) % (data.classes - 1));
      return (data.y[row]! + steps) % data.classes;
    });
    return { touched, labels, images: null };
  },
  trigger: () => null,
  sourceClass: () => null,
  targetClass: () => null,
});
