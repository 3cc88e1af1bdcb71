import { NO_PATCH } from '#core/dataset.ts';
import { defineAttack } from '#lab/attack.ts';
import { ANY, chosen, contributorField, shareField, sourceField, targetField } from './parts/fields.ts';
import { queueOfRows, relabel } from './parts/rows.ts';

const ID = 'label-flip';

export default defineAttack({
  id: ID,
  rows: 'images',
  title: 'Swapped labels',
  summary:
    'Images of one digit are labelled as another; the images stay as they are. It works, but it is loud: the model ' +
    'gets visibly worse at that digit, so anyone who looks at each digit separately will notice.',
  paper: 'Biggio, Nelson and Laskov 2011',
  words: '{share} of the {source}s labelled {target}',
  fields: {
    share: shareField('Which share of that digit’s rows gets the wrong label.'),
    source: sourceField(false),
    target: targetField(),
    contributor: contributorField(ANY),
  },
  apply(data, values, seed) {
    const queue = queueOfRows(data, values, seed, ID);
    const count = Math.round(Number(values.share) * queue.length);
    return count === 0 ? NO_PATCH : relabel(queue.subarray(0, count), Number(values.target));
  },
  trigger: () => null,
  sourceClass: (values) => chosen(values.source),
  targetClass: (values) => chosen(values.target),
});
