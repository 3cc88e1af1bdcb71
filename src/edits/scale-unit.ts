import { defineEdit } from '#lab/edit.ts';
import { firstLayer, incoming } from './parts/units.ts';

export default defineEdit({
  id: 'scale-unit',
  title: 'Scale a unit',
  summary:
    'Multiplies all that comes into one unit of the first layer, its bias included. Above 1 it speaks louder, at 0 never.',
  args: [2, 2],
  apply(parameters, [unit, factor], spec) {
    const layer = firstLayer(spec, unit!);
    if (!layer) return false;
    for (const place of incoming(layer, unit!)) parameters[place]! *= factor!;
    return true;
  },
});
