import type { Table } from '#core/table.ts';
import type { TableAttack } from '#lab/attack.ts';
import type { Edit } from '#lab/edit.ts';
import type { RowEdit } from '#lab/row-edit.ts';
import type { Experiment } from '#state/experiment.svelte.ts';
import type { Evidence } from './evidence.ts';
import { inputsOf, type InputKind } from './inputs.ts';
import type { Reference } from './reference.ts';
import { isMadeUp, rowsOf, type OwnTables } from './rows.ts';

export type ForecastExperiment = Experiment<Evidence, OwnTables>;

const NO_TABLES: OwnTables = {};
/** Quiet time before the exact answer is asked for: it would stand in a drag's way. */
const REFERENCE_AFTER_MS = 250;

/** What the forecast's page derives from its experiment, and what it is looking at. */
export class ForecastBench {
  readonly experiment: ForecastExperiment;
  readonly #recipe = $derived.by(() => this.experiment.recipe);
  readonly tables = $derived.by(() => this.experiment.material ?? NO_TABLES);
  readonly #rowsKey = $derived.by(() => {
    const { seed, data, attack, rows } = this.#recipe;
    return JSON.stringify([seed, data, attack, rows]);
  });
  /** Training rows before and after the attack, as the recipe on screen asks for. */
  readonly rows = $derived.by(() => {
    void this.#rowsKey;
    return rowsOf(this.experiment.recipe, this.tables, this.attack);
  });
  readonly schema = $derived.by(() => this.rows.train.schema);
  readonly isMadeUp = $derived.by(() => isMadeUp(this.#recipe, this.tables));
  readonly evidence = $derived.by(() => this.experiment.evidence);
  /** How the model of the evidence takes its rows. */
  readonly inputKind: InputKind = $derived.by(() =>
    this.evidence?.recipe.model.kind === 'interaction' ? 'interaction' : 'plain',
  );
  readonly inputs = $derived.by(() => inputsOf(this.schema, this.inputKind));
  /** Whether what is on screen was measured on the rows on screen: after a change of table it is not for a moment. */
  readonly fits = $derived.by(() => this.evidence !== null && this.evidence.spec.inputs === this.inputs.length);
  readonly isLinear = $derived.by(() => this.evidence?.spec.hidden.length === 0);

  /** Exact least squares for the evidence on screen; null until it is here, or where there is none. */
  reference: Reference | null = $state.raw(null);
  /** Dealership (kind of the group) whose forecast is shown large. */
  place: number = $state(0);

  constructor(experiment: ForecastExperiment) {
    this.experiment = experiment;
    this.place = this.schema.group?.trigger ?? 0;
  }

  get attack(): TableAttack {
    return this.experiment.attack as TableAttack;
  }

  /** The table that is used, as a whole: what a person downloads. */
  get table(): Table {
    return this.rows.poisoned.table;
  }

  /** Keeps the exact answer in step; call from an effect and stop it with what is returned. */
  followReference(evidence: Evidence): () => void {
    const timer = setTimeout(async () => {
      const answer = await this.experiment.reference<Reference>(evidence.recipe);
      if (answer.ok && this.evidence === evidence) this.reference = answer.value;
    }, REFERENCE_AFTER_MS);
    return () => clearTimeout(timer);
  }

  /** Edits that concern one parameter, in order. */
  editsOf(place: number): readonly Edit[] {
    return this.#recipe.edits.filter((edit) => edit[1] === place);
  }

  /** Sets a parameter; what was done to it before is replaced. */
  setParameter(place: number, value: number): void {
    this.experiment.setEdits([...this.#others(place), ['set', place, value]], String(place));
  }

  /** Turns the sign of a parameter; done twice, it is as it was. */
  flipSign(place: number): void {
    const own = this.editsOf(place);
    const last = own.at(-1);
    const next: Edit[] = last?.[0] === 'flip-sign' ? (own.slice(0, -1) as Edit[]) : [...own, ['flip-sign', place]];
    this.experiment.setEdits([...this.#others(place), ...next], `flip ${place}`);
  }

  /** What is added to a parameter by hand, whatever training finds. */
  shiftOf(place: number): number {
    return this.editsOf(place).reduce((sum, [operation, , amount]) => sum + (operation === 'shift' ? amount! : 0), 0);
  }

  shift(place: number, amount: number): void {
    const rest = this.#recipe.edits.filter(([operation, at]) => operation !== 'shift' || at !== place);
    this.experiment.setEdits(amount === 0 ? rest : [...rest, ['shift', place, amount]], `shift ${place}`);
  }

  /** Gives a parameter back the value that training found; all of them without a place. */
  revert(place?: number): void {
    this.experiment.setEdits(place === undefined ? [] : this.#others(place), 'revert');
  }

  changeRows(edit: RowEdit): void {
    const { rows } = this.#recipe;
    const [kind, id, column] = edit;
    const isSame = (other: RowEdit) => kind === 'set' && other[0] === 'set' && other[1] === id && other[2] === column;
    this.experiment.setRows([...rows.filter((other) => !isSame(other)), edit], `${kind} ${id} ${column}`);
  }

  revertRows(): void {
    this.experiment.setRows([], 'revert');
  }

  #others(place: number): readonly Edit[] {
    return this.#recipe.edits.filter((edit) => edit[1] !== place);
  }
}
