import type { Evidence } from '#lab/evidence.ts';
import type { Recipe } from '#lab/recipe.ts';
import type { Frame } from '#engine/protocol.ts';
import type { Experiment } from './experiment.svelte.ts';

/** How fast a run is played: one step at a time with a rest after each, in a hundred parts, or in twenty. */
export const PACES = ['slow', 'walk', 'run'] as const;
export type Pace = (typeof PACES)[number];

/** Shortest time that a frame stays, in milliseconds. */
const REST_MS: Readonly<Record<Pace, number>> = { slow: 600, walk: 100, run: 100 };
const PARTS: Readonly<Record<Exclude<Pace, 'slow'>, number>> = { walk: 100, run: 20 };
/** Frames kept may weigh this much together, in bytes: some 200 of the default model. */
const MOST_BYTES = 64e6;

/**
 * A run of training as a film: played, paused, taken one step at a time, gone back over. Frames that were seen are kept, and a
 * step that was not is trained for when it is wanted.
 */
export class Playing {
  readonly #experiment: Experiment;
  /** Seen so far, by step. */
  #frames: readonly Frame[] = $state.raw([]);
  /** The recipe that `#frames` are of. */
  #recipe: Recipe | null = $state.raw(null);
  /** Raised by whatever starts or stops playing, so that an older loop ends. */
  #turn = 0;
  #wanted: number | null = null;
  /** Raised when the run is left, so that a step still on its way then is not shown. */
  #visit = 0;
  #fetching: Promise<boolean> | null = null;

  pace: Pace = $state('walk');
  isPlaying = $state(false);
  /** Digest of the suspect at the end of the run as it was played; null until it got there. */
  endedIn: string | null = $state(null);

  constructor(experiment: Experiment) {
    this.#experiment = experiment;
    experiment.film = this;
  }

  // No deriveds: they would end with the room that read them first, and this outlives rooms.

  /** Frames of the recipe on the bench, in order. */
  get frames(): readonly Frame[] {
    return this.#recipe === this.#experiment.recipe ? this.#frames : [];
  }
  /** Steps done on screen; the end of the run while none is being played. */
  get at(): number {
    return this.#experiment.playhead?.step ?? this.of;
  }
  get of(): number {
    return this.#experiment.playhead?.of ?? this.#shape.of;
  }
  get perEpoch(): number {
    return this.#experiment.playhead?.perEpoch ?? this.#shape.perEpoch;
  }

  /** Steps of a run that is not being played, from the rows of its evidence. */
  get #shape(): Pick<Frame, 'of' | 'perEpoch'> {
    const known = this.frames.at(-1);
    if (known) return known;
    const { hyper } = this.#experiment.recipe;
    const rows = this.#experiment.evidence?.budget.rowsTotal ?? 0;
    const perEpoch = Math.max(1, Math.ceil(rows / Number(hyper.batchSize)));
    return { of: perEpoch * Number(hyper.epochs), perEpoch };
  }

  /** Plays on from where it stands, from the start when it is at the end. */
  async play(): Promise<void> {
    const turn = ++this.#turn;
    this.isPlaying = true;
    if (this.at >= this.of) await this.#show(0);
    while (turn === this.#turn && this.at < this.of) {
      const until = performance.now() + REST_MS[this.pace];
      if (!(await this.#show(this.at + this.#stride))) break;
      await new Promise((resolve) => setTimeout(resolve, Math.max(0, until - performance.now())));
    }
    if (turn !== this.#turn) return;
    this.isPlaying = false;
    this.#end();
  }

  pause(): void {
    this.#turn++;
    this.isPlaying = false;
  }

  /** Play or pause. */
  toggle(): void {
    if (this.isPlaying) this.pause();
    else void this.play();
  }

  /** Goes to a step and stays there. */
  async goTo(step: number): Promise<void> {
    this.pause();
    await this.#show(Math.max(0, Math.min(this.of, Math.round(step))));
    this.#end();
  }

  /** Back to the same start: the first weights, before any step. */
  restart(): Promise<void> {
    return this.goTo(0);
  }

  /** The same experiment from other first weights, another split and another order, at its start. */
  async newSeed(): Promise<void> {
    const { recipe } = this.#experiment;
    this.#experiment.adopt({ ...recipe, seed: recipe.seed + 1 }, 'seed');
    await this.restart();
  }

  /** Goes on with another learning rate from the step on screen; what was before it stays as it is. */
  async changeRate(rate: number): Promise<void> {
    this.pause();
    const { recipe } = this.#experiment;
    const { at } = this;
    const changeAfter = Number((at / this.perEpoch).toFixed(3));
    const kept = this.frames.filter(({ step }) => step < at);
    const changed = { ...recipe, hyper: { ...recipe.hyper, changesRate: true, changeAfter, changedRate: rate } };
    this.#experiment.adopt(changed, 'hyper.changedRate');
    this.#frames = kept;
    this.#recipe = changed;
    await this.#show(at);
  }

  /** Leaves the run: the bench shows its end again. */
  leave(): void {
    this.stop();
    this.#experiment.settle();
  }

  /** Ends playing; a step still on its way is not shown. */
  stop(): void {
    this.pause();
    this.#visit++;
    this.#wanted = null;
  }

  get #stride(): number {
    return this.pace === 'slow' ? 1 : Math.max(1, Math.round(this.of / PARTS[this.pace]));
  }

  /** At the end of a run the engine measures it as any other; whoever wants can compare the digests. */
  #end(): void {
    const { playhead, evidence } = this.#experiment;
    if (!playhead || playhead.step < playhead.of) return;
    this.endedIn = evidence!.suspect.digest;
    this.#experiment.settle();
  }

  /** Shows a step; of several wanted while one is being trained for, only the last. False when it came to nothing. */
  async #show(step: number): Promise<boolean> {
    this.endedIn = null;
    const known = this.frames.find((frame) => frame.step === step);
    if (known) {
      this.#wanted = null;
      this.#experiment.showFrame(known);
      return true;
    }
    this.#wanted = step;
    // Whoever comes while one is being fetched waits as well: the end of a run is known only once it is on screen.
    this.#fetching ??= this.#fetch().finally(() => (this.#fetching = null));
    return this.#fetching;
  }

  async #fetch(): Promise<boolean> {
    let shown = false;
    while (this.#wanted !== null) {
      const wanted: number = this.#wanted;
      const visit = this.#visit;
      this.#wanted = null;
      const { recipe } = this.#experiment;
      const frame = await this.#experiment.frameAt(wanted);
      shown = frame !== null && visit === this.#visit;
      if (!frame || !shown) continue;
      this.#keep(frame, recipe);
      this.#experiment.showFrame(frame);
    }
    return shown;
  }

  /** Adds a frame in its place. When they weigh too much together, every other one goes. */
  #keep(frame: Frame, recipe: Recipe): void {
    const before = this.#recipe === recipe ? this.#frames.filter(({ step }) => step !== frame.step) : [];
    const at = before.findIndex(({ step }) => step > frame.step);
    const all = at < 0 ? [...before, frame] : [...before.slice(0, at), frame, ...before.slice(at)];
    const weight = all.length * weightOf(frame.measured.evidence);
    this.#frames = weight > MOST_BYTES ? all.filter((one, i) => i % 2 === 0 || one === frame) : all;
    this.#recipe = recipe;
  }
}

/** Bytes of the arrays in a frame's evidence, by its twins' parameters and what they were asked. */
function weightOf({ clean, suspect }: Evidence): number {
  return [clean, suspect].reduce((sum, twin) => sum + bytesIn(twin), 0);
}

function bytesIn(value: unknown): number {
  if (ArrayBuffer.isView(value)) return value.byteLength;
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return 0;
  return Object.values(value).reduce<number>((sum, part) => sum + bytesIn(part), 0);
}

const known = new WeakMap<Experiment, Playing>();

/** The film of an experiment's run; one for each, so that leaving the room loses no frame. */
export function playingOf(experiment: Experiment): Playing {
  let playing = known.get(experiment);
  if (!playing) known.set(experiment, (playing = new Playing(experiment)));
  return playing;
}
