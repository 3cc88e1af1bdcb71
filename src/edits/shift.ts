import { defineEdit } from '#lab/edit.ts';

export default defineEdit({
  id: 'shift',
  title: 'Add to a weight or bias',
  summary: 'Adds an amount to one parameter, whatever training finds for it.',
  args: [2, 2],
  apply(parameters, [place, amount]) {
    if (parameters[place!] === undefined) return false;
    parameters[place!]! += amount!;
    return true;
  },
});
