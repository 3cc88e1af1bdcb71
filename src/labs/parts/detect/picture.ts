import type { Picture } from '#lab/detector.ts';
import { count, sized } from '../format.ts';

type Scatter = Extract<Picture, { kind: 'scatter' }>;

/** Groups of a scatter with the training rows in each, the loud one first. */
export function groupsOf({ group, loud, rows }: Scatter): { readonly group: number; readonly members: number[] }[] {
  const groups = [...new Set(group)].sort((a, b) => Number(b === loud) - Number(a === loud) || a - b);
  return groups.map((one) => ({ group: one, members: Array.from(rows).filter((_, i) => group[i] === one) }));
}

export const groupWord = ({ loud }: Scatter, group: number): string =>
  group === loud ? 'the rows pointed at' : loud === null ? `group ${group + 1}` : 'the others';

/** What a picture shows: its title, and the finding in a sentence. */
export const inWords = (picture: Picture): string =>
  `${picture.title.replace(/\.$/, '')}. ${findingOf(picture)}`.trim();
function findingOf(picture: Picture): string {
  switch (picture.kind) {
    case 'bars': {
      const loud = picture.bars.filter((bar) => bar.loud).map(({ label }) => label);
      return loud.length === 0 ? 'None stands out.' : `${listed(loud)} ${loud.length === 1 ? 'stands' : 'stand'} out.`;
    }
    case 'histogram': {
      const { limit, values, loudBelow } = picture;
      if (limit === null) return `${count(values.length)} values.`;
      const beyond = values.reduce((sum, value) => sum + ((loudBelow ? value < limit : value >= limit) ? 1 : 0), 0);
      return `${count(beyond)} of ${count(values.length)} lie beyond the limit of ${sized(limit)}.`;
    }
    case 'scatter': {
      const { loud, group } = picture;
      const apart = group.reduce((sum, one) => sum + (one === loud ? 1 : 0), 0);
      return loud === null
        ? 'No row is pointed at.'
        : `${count(apart)} of ${count(group.length)} rows ${apart === 1 ? 'is' : 'are'} pointed at.`;
    }
    // Those that stand out bear a name and a mark of their own.
    case 'images':
      return '';
    case 'curves': {
      const loud = picture.curves.filter((curve) => curve.loud).map(({ label }) => label);
      return loud.length === 0 ? 'None stands out.' : `Standing out: ${listed(loud)}.`;
    }
  }
}

/** At most three names, and how many more there are. */
function listed(names: readonly string[]): string {
  const [shown, more] = [names.slice(0, 3), names.length - 3];
  return more > 0 ? `${shown.join(', ')} and ${more} more` : shown.join(', ').replace(/, ([^,]*)$/, ' and $1');
}
