import { defineEdit } from '#lab/edit.ts';

export default defineEdit({
  id: 'flip-sign',
  title: 'Turn the sign of a weight or bias',
  summary: 'Multiplies one parameter by -1: a weight of -3 becomes +3.',
  args: [1, 1],
  apply(parameters, [place]) {
    if (parameters[place!] === undefined) return false;
    parameters[place!] = -parameters[place!]!;
    return true;
  },
});
