/** Stations of a bench that a facilitator may lock or hide, in their order on the page, with what they are called. */
export const STATION_TITLES = {
  check: 'Decisions',
  data: 'Data',
  training: 'Training',
  model: 'Model',
  decisions: 'Consequences',
} as const;
export type StationId = keyof typeof STATION_TITLES;

/** All of them, in the order in which links and sentences name them. */
export const STATION_IDS = Object.keys(STATION_TITLES) as readonly StationId[];

/** What a facilitator set for a bench. It is in the open, in the link, and anybody may take it away: a help and no protection. */
export interface Assignment {
  /** Stations that are seen but not used. */
  readonly locked: readonly StationId[];
  /** Stations that are not seen. */
  readonly hidden: readonly StationId[];
  /** Whether lessons and challenges give hints. */
  readonly hints: boolean;
  /** The view that it is taken in; null where the learner chooses. */
  readonly view: 'attacker' | 'defender' | null;
}

/** The assignment that sets nothing. */
export const FREE: Assignment = { locked: [], hidden: [], hints: true, view: null };

const PREFIX = 'set-';

/** An assignment as a part of a link, "set-lock.data.model-hide.training-nohints-defender"; empty when it sets nothing. */
export function assignmentText({ locked, hidden, hints, view }: Assignment): string {
  const stations = (verb: string, ids: readonly StationId[]) =>
    ids.length === 0 ? [] : [[verb, ...STATION_IDS.filter((id) => ids.includes(id))].join('.')];
  const said = [...stations('lock', locked), ...stations('hide', hidden), hints ? [] : 'nohints', view ?? []].flat();
  return said.length === 0 ? '' : PREFIX + said.join('-');
}

/** The assignment that a part of a link says; null when it says none. A link is input from a stranger: nonsense sets nothing. */
export function readAssignment(text: string): Assignment | null {
  if (!text.startsWith(PREFIX)) return null;
  const words = text.slice(PREFIX.length).split('-');
  const take = (isOne: (word: string) => boolean): string | undefined => {
    const at = words.findIndex(isOne);
    return at < 0 ? undefined : words.splice(at, 1)[0];
  };
  const named = (verb: string) =>
    take((word) => word.startsWith(`${verb}.`))
      ?.split('.')
      .slice(1) ?? [];
  const [locked, hidden] = [named('lock'), named('hide')];
  const hints = take((word) => word === 'nohints') === undefined;
  const view = (take((word) => word === 'attacker' || word === 'defender') ?? null) as Assignment['view'];
  const known = (ids: readonly string[]) => STATION_IDS.filter((id) => ids.includes(id));
  // Stations that do not exist, or are said twice, are fewer here than there.
  const areStations = known([...locked, ...hidden]).length === locked.length + hidden.length;
  return words.length === 0 && areStations ? { locked: known(locked), hidden: known(hidden), hints, view } : null;
}

/** Whether lessons and challenges give hints under what a link sets. */
export const allowsHints = (text: string): boolean => readAssignment(text)?.hints ?? true;

/** What an assignment sets, as the end of a sentence: "Data is locked, no hints". */
export function assignmentWords({ locked, hidden, hints, view }: Assignment): string {
  const stations = (ids: readonly StationId[], what: string) =>
    ids.length === 0 ? [] : `${listed(ids.map((id) => STATION_TITLES[id]))} ${ids.length === 1 ? 'is' : 'are'} ${what}`;
  return [
    stations(locked, 'locked'),
    stations(hidden, 'hidden'),
    hints ? [] : 'no hints',
    view ? `the ${view}’s view` : [],
  ]
    .flat()
    .join(', ');
}

function listed(names: readonly string[]): string {
  return names.length < 2 ? names.join('') : `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`;
}
