import { defineEdit } from '#lab/edit.ts';

export default defineEdit({
  id: 'set',
  title: 'Set a weight or bias to a value',
  summary: 'Gives one parameter a value of your choice.',
  args: [2, 2],
  apply(parameters, [place, value]) {
    if (parameters[place!] === undefined) return false;
    parameters[place!] = value!;
    return true;
  },
});
