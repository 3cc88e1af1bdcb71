import { defineEdit } from '#lab/edit.ts';

export default defineEdit({
  id: 'shift',
  title: 'Add to a weight or bias',
  args: 2,
  apply(parameters, [place, amount]) {
    if (parameters[place!] === undefined) return false;
    parameters[place!]! += amount!;
    return true;
  },
});
