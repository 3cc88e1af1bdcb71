import type { Fields } from '#core/fields.ts';
import type { Attack } from './attack.ts';

/** What can be chosen in a lab. `src/labs/<id>/lab.ts`; what is done with it is in `flow.ts` beside it. */
export interface Lab {
  readonly id: string;
  readonly title: string;
  /** What one does in it, in a sentence or two, for the start page. */
  readonly summary: string;
  /** Kind of rows it works on, and so which attacks it offers. */
  readonly rows: Attack['rows'];
  readonly dataFields: Fields;
  readonly modelFields: Fields;
  readonly hyperFields: Fields;
  readonly deskFields: Fields;
  /** Attack a fresh recipe starts with (at its default budget of zero rows). */
  readonly defaultAttack: string;
  /** Whether the default clean twin is trained when the site is built, because training takes longer than a moment. */
  readonly builtModel: boolean;
  /** Keys of the lab's own: a lower-case letter to a toggle of its `deskFields`, with what the list of keys says. */
  readonly shortcuts: Readonly<Record<string, { readonly field: string; readonly title: string }>>;
}
