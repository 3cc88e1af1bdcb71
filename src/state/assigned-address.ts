import { assignmentText, readAssignment, type Assignment } from '#lab/assignment.ts';
import { DEFENDS } from './hash.ts';

/**
 * The address of a bench with an assignment on it.
 * @param address of the bench as it is; an assignment that it says already is replaced
 */
export function assignedAddress(address: string, assignment: Assignment): string {
  const [page = '', hash = ''] = address.split('#');
  const [, lab = '', recipe = '', ...looks] = hash.split('/');
  const defends = assignment.view ? assignment.view === 'defender' : looks.includes(DEFENDS);
  const others = looks.filter((look) => look !== DEFENDS && readAssignment(look) === null);
  const behind = [defends ? DEFENDS : '', ...others, assignmentText(assignment)].filter(Boolean);
  return `${page}#/${[lab, ...(recipe === '' && behind.length === 0 ? [] : [recipe]), ...behind].join('/')}`;
}
