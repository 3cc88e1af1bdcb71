import { imageOf, PIXELS, SIDE, type Dataset } from '#core/dataset.ts';
import { stampAll, type Trigger } from '#core/trigger.ts';
import { onRows, type ModelOnRows } from '#lab/dense-net.ts';
import { applyEdits, type Edit } from '#lab/edit.ts';
import { layersOf } from '#lab/model.ts';
import { edits as operations } from '#registry/index.ts';
import { imageAttack, type DeskExperiment } from './desk-experiment.svelte.ts';
import { liveEvidence } from './live-evidence.ts';
import { LiveReader } from './live-reader.ts';
import type { Exam } from './measure.ts';
import { paintOver, type Brush } from './paint-strokes.ts';
import { planDetector, type DetectorPlan, type Refused } from './tampering/detector.ts';
import { accuracyWithout } from './tampering/units.ts';

/** Quiet time after which the engine measures what was previewed. */
const SETTLE_MS = 250;
/** Rest after which the model is looked into, which takes longer than a frame. */
const LOOK_AFTER_MS = 350;

/** The workbench on which the reader's parameters are changed by hand. */
export class TamperBench {
  readonly #experiment: DeskExperiment;
  readonly #test: () => Dataset | null;
  #reader: { readonly key: string; readonly reader: LiveReader } | null = null;
  #timer: ReturnType<typeof setTimeout> | null = null;
  #stroke = 0;

  /** Unit whose weights are on the board: a hidden unit, or a class of a linear model. */
  unit: number = $state(0);
  brush: Brush = $state.raw({ mode: 'set', value: 1, size: 2, hardness: 1 });
  /** Cell under the cursor of the board. */
  cell: number = $state((PIXELS - SIDE) / 2 + SIDE - 5);

  readonly evidence = $derived.by(() => this.#experiment.evidence);
  readonly spec = $derived.by(() => this.evidence?.spec ?? null);
  readonly layers = $derived.by(() => (this.spec ? layersOf(this.spec) : []));
  readonly units = $derived.by(() => this.layers[0]?.outputs ?? 0);
  readonly shown = $derived.by(() => Math.min(this.unit, Math.max(0, this.units - 1)));
  /** A brush leaves it as it is, and with it all that hangs on what the attack is and not on parameters. */
  readonly #choice = $derived.by(() => this.evidence?.recipe.attack ?? null);
  readonly #attack = $derived.by(() => this.#choice && imageAttack(this.#experiment, this.#choice.id));
  readonly trigger: Trigger | null = $derived.by(() => this.#attack && this.#attack.trigger(this.#choice!.values));
  readonly exam: Exam | null = $derived.by(() => {
    const test = this.#test();
    return this.#attack && test && { test, attack: this.#attack };
  });
  readonly edits = $derived.by(() => this.#experiment.recipe.edits);
  /** The suspect on all test rows, with the edits it was made of: looked into when the hand rests, null until then. */
  looked: { readonly model: ModelOnRows; readonly edits: readonly Edit[] } | null = $state.raw(null);
  /** Accuracy of one and the same model, as it is and without each hidden unit; null until it has been looked into. */
  missed: { readonly accuracy: number; readonly without: Float64Array } | null = $state.raw(null);

  constructor(experiment: DeskExperiment, test: () => Dataset | null) {
    this.#experiment = experiment;
    this.#test = test;
  }

  get model(): ModelOnRows | null {
    return this.looked?.model ?? null;
  }

  /** Parameters that are locked. */
  get locked(): readonly number[] {
    return this.spec ? this.#experiment.locks.of(this.spec) : [];
  }

  lock(place: number): void {
    if (this.spec) this.#experiment.locks.toggle(this.spec, place);
  }

  /** Place of a weight from a pixel to the unit on the board. */
  placeOf(cell: number, unit = this.shown): number {
    const first = this.layers[0]!;
    return first.weights + cell * first.outputs + unit;
  }

  /** Makes ready to follow a brush; call when the workbench opens, in a quiet moment. */
  prepare(): (() => void) | undefined {
    const steps = this.#readerFor()?.prepare(this.evidence?.suspect.parameters ?? null);
    if (!steps) return undefined;
    let timer: ReturnType<typeof setTimeout>;
    const step = () => {
      if (!steps.next().done) timer = setTimeout(step);
    };
    timer = setTimeout(step);
    return () => clearTimeout(timer);
  }

  /** Looks into the suspect once the hand rests; call from an effect and stop it with what is returned. */
  lookInto(): (() => void) | undefined {
    const { evidence, exam, spec } = this;
    if (!evidence || !exam || spec?.kind !== 'dense') return undefined;
    const { accuracy } = evidence.suspect;
    const timers = [
      setTimeout(() => this.#look(), LOOK_AFTER_MS),
      setTimeout(
        () => this.model && (this.missed = { accuracy, without: accuracyWithout(this.model) }),
        2 * LOOK_AFTER_MS,
      ),
    ];
    return () => timers.forEach(clearTimeout);
  }

  #look(): void {
    const { evidence, exam, spec } = this;
    if (!evidence || !exam || spec?.kind !== 'dense') return;
    const { parameters } = evidence.suspect;
    if (this.model?.parameters === parameters) return;
    this.looked = { model: onRows(parameters, spec, exam.test.x, exam.test.y), edits: evidence.recipe.edits };
  }

  /** How a hand-made trigger detector would be planted now; a sentence on why there is none, or null until one can tell. */
  planDetector(): DetectorPlan | Refused | null {
    const { model, exam } = this;
    if (!model || !exam) return null;
    const { values } = this.#choice!;
    const target = exam.attack.targetClass(values);
    if (target === null) return { refused: 'The attack at hand has no class that marked digits should be read as.' };
    return planDetector(model, { trigger: this.trigger, source: exam.attack.sourceClass(values), target });
  }

  /** The same of the suspect as it is this very moment, for an act that cannot wait until it is looked into. */
  planNow(): DetectorPlan | null {
    this.#look();
    const plan = this.planDetector();
    return plan && !('refused' in plan) ? plan : null;
  }

  beginStroke(): void {
    this.#stroke++;
  }

  /** Passes the brush over cells of the unit on the board. */
  paint(cells: readonly number[]): void {
    const { evidence, brush, shown: unit } = this;
    if (!evidence || cells.length === 0) return;
    const last = this.edits.at(-1);
    const isSame = last?.[0] === 'paint' && last[1] === unit;
    const strokes = paintOver(
      isSame ? (last.slice(2) as number[]) : [],
      cells,
      brush,
      (cell) => evidence.suspect.learned[this.placeOf(cell)]!,
      (cell) => evidence.clean.parameters[this.placeOf(cell)]!,
    );
    const rest = isSame ? this.edits.slice(0, -1) : this.edits;
    this.change(strokes.length > 0 ? [...rest, ['paint', unit, ...strokes]] : rest, `paint ${this.#stroke}`);
  }

  /** Sets one weight of the unit on the board. */
  setCell(cell: number, value: number): void {
    const before = this.brush;
    this.beginStroke();
    this.brush = { mode: 'set', value, size: 1, hardness: 1 };
    this.paint([cell]);
    this.brush = before;
  }

  /** Sets any parameter; what was set for it before is replaced. */
  setParameter(place: number, value: number): void {
    const rest = this.edits.filter(([id, at]) => !(id === 'set' && at === place));
    this.change([...rest, ['set', place, value]], `set ${place}`);
  }

  flipSign(place: number): void {
    this.change([...this.edits, ['flip-sign', place]], `flip ${place} ${this.edits.length}`);
  }

  /** Takes back what was done to one parameter by itself. */
  revertParameter(place: number): void {
    this.change(
      this.edits.filter(([id, at]) => !(['set', 'flip-sign', 'shift'].includes(id) && at === place)),
      'revert',
    );
  }

  /** Takes back what was done to one unit as a whole, paint included. */
  revertUnit(unit: number): void {
    const ofUnit = ['paint', 'scale-unit', 'prune-unit', 'plant-detector'];
    this.change(
      this.edits.filter(([id, at]) => !(ofUnit.includes(id) && at === unit)),
      'revert',
    );
  }

  /** Adds an operation, in the place of one of the same kind on the same thing if `replace` says so. */
  add(edit: Edit, replace: boolean): void {
    const [id, at] = edit;
    const rest = replace ? this.edits.filter((other) => !(other[0] === id && other[1] === at)) : this.edits;
    this.change([...rest, edit], `${id} ${at}${replace ? '' : ` ${this.edits.length}`}`);
  }

  takeBack(index: number): void {
    this.change(
      this.edits.filter((_, i) => i !== index),
      `take back ${index} ${this.edits.length}`,
    );
  }

  takeAllBack(): void {
    this.change([], 'take all back');
  }

  /**
   * Shows at once what edits do, worked out on the page; the engine measures them when the hand rests.
   * @returns whether they were taken: a locked weight refuses them
   */
  change(edits: readonly Edit[], field: string): boolean {
    const { evidence, exam } = this;
    if (this.#experiment.refuses(edits)) return false;
    const reader = this.#readerFor();
    if (!evidence || !exam || !reader) {
      this.#experiment.setEdits(edits, field);
      return true;
    }
    const { parameters } = applyEdits(evidence.suspect.learned, edits, operations, evidence.spec);
    this.#experiment.preview(edits, field, liveEvidence(evidence, parameters, edits, reader, exam));
    clearTimeout(this.#timer ?? undefined);
    this.#timer = setTimeout(() => this.#experiment.settle(), SETTLE_MS);
    return true;
  }

  /** The reader for the model and the marked test digits at hand; null for a model that it cannot follow. */
  #readerFor(): LiveReader | null {
    const { spec, exam, trigger } = this;
    if (!spec || !exam || !LiveReader.supports(spec)) return null;
    const key = JSON.stringify([
      spec,
      this.#experiment.recipe.seed,
      trigger && [...trigger.cells, ...trigger.ink, trigger.opacity],
    ]);
    if (this.#reader?.key !== key) {
      const triggered = trigger && stampAll(exam.test.x, trigger);
      this.#reader = { key, reader: new LiveReader(spec, exam.test, triggered) };
    }
    return this.#reader.reader;
  }

  /** The image of a test row. */
  imageOf(row: number): Uint8Array {
    return imageOf(this.exam!.test.x, row);
  }
}
