import { defineEdit } from '#lab/edit.ts';
import { firstLayer, incoming, nextLayer, outgoing } from './parts/units.ts';

export default defineEdit({
  id: 'prune-unit',
  title: 'Prune a unit',
  summary:
    'Takes one hidden unit out: all its weights, incoming and outgoing, and its bias become 0 (Liu, Dolan-Gavitt and Garg 2018 prune so to repair).',
  args: [1, 1],
  apply(parameters, [unit], spec) {
    const [layer, next] = [firstLayer(spec, unit!), nextLayer(spec)];
    if (!layer || !next) return false;
    for (const place of [...incoming(layer, unit!), ...outgoing(next, unit!)]) parameters[place] = 0;
    return true;
  },
});
