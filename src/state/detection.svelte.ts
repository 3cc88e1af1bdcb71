import { defaultsOf, type FieldValue, type Values } from '#core/fields.ts';
import type { Detected, Detector } from '#lab/detector.ts';
import type { Evidence } from '#lab/evidence.ts';
import type { BoardFound } from '#lab/situation.ts';
import { detectorsFor } from '#registry/detectors.ts';
import type { Experiment } from './experiment.svelte.ts';
import { Repair } from './repair.svelte.ts';

/** What a detector found, and of which suspect and with which settings. */
interface Kept extends Detected {
  readonly about: string;
}

/** Workers that detectors are at work in; each keeps a dozen clean models with their rows, some 90 MB. */
const INSPECTORS = 2;

/** The defender's work on one experiment: which detectors were run on the suspect, and what they found. */
export class Detection {
  readonly #experiment: Experiment;
  readonly repair: Repair;
  /** Of the run under way. */
  #calling = new AbortController();
  /** By detector. */
  #found: Readonly<Record<string, Kept>> = $state.raw({});
  #settings: Readonly<Record<string, Values>> = $state.raw({});

  /** Detectors that work in this lab; null until their files are here. */
  detectors: readonly Detector[] | null = $state.raw(null);
  /** Why there are none, or why the last run ended early; null when all is well. */
  failure: string | null = $state(null);
  /** Ids of the detectors that wait for their turn or are at work, in that order. */
  waiting: readonly string[] = $state.raw([]);

  constructor(experiment: Experiment) {
    this.#experiment = experiment;
    this.repair = new Repair(experiment);
  }

  /** Fetches the detectors of the lab. */
  async load(): Promise<void> {
    if (this.detectors) return;
    try {
      this.detectors = await detectorsFor(this.#experiment.lab.rows);
    } catch {
      this.failure = 'The detectors could not be loaded. Reload the page to try again.';
    }
  }

  /** Kind of rows that the suspect learned from. */
  get kind() {
    return this.#experiment.lab.rows;
  }

  get busy(): boolean {
    return this.waiting.length > 0;
  }

  /** The detectors at work. */
  get running(): readonly string[] {
    return this.waiting.slice(0, INSPECTORS);
  }

  valuesOf(detector: Detector): Values {
    return this.#settings[detector.id] ?? defaultsOf(detector.fields);
  }

  /** What was set, by detector; those that are as they come are missing. */
  get settings(): Readonly<Record<string, Values>> {
    return this.#settings;
  }
  set settings(settings) {
    this.#settings = settings;
  }

  set(detector: Detector, key: string, value: FieldValue): void {
    this.#settings = { ...this.#settings, [detector.id]: { ...this.valuesOf(detector), [key]: value } };
  }

  /** What a detector found last; `stale` when that was another suspect, or other settings. */
  foundBy(detector: Detector): { readonly detected: Detected; readonly stale: boolean } | null {
    const kept = this.#found[detector.id];
    return kept ? { detected: kept, stale: kept.about !== this.#about(detector, this.#subject) } : null;
  }

  /** What was found of the suspect on screen, with the settings as they are now. */
  get board(): BoardFound {
    const known = (this.detectors ?? []).flatMap((detector) => {
      const last = this.foundBy(detector);
      return last && !last.stale ? [{ detector, finding: last.detected.finding }] : [];
    });
    return {
      found: Object.fromEntries(known.map(({ detector, finding }) => [detector.id, finding])),
      complete: known.length > 0 && known.length === this.detectors?.length,
      altered: known.filter(({ detector }) => this.#isAltered(detector)).map(({ detector }) => detector.id),
    };
  }

  /** The detectors that raised an alarm about the suspect on screen. */
  get loud(): readonly Detector[] {
    const { found } = this.board;
    return (this.detectors ?? []).filter(({ id }) => found[id]?.signal === 'alarm');
  }

  /**
   * Runs detectors in turn on the suspect on screen, as many at a time as there are workers for it; those that are known already
   * are not run again.
   */
  async run(detectors: readonly Detector[]): Promise<void> {
    const { evidence } = this.#experiment;
    if (!evidence || this.busy) return;
    this.failure = null;
    const { signal } = (this.#calling = new AbortController());
    const subject = this.#subject;
    const due = detectors.filter((detector) => this.foundBy(detector)?.stale !== false);
    this.waiting = due.map(({ id }) => id);
    const work = async (lane: number) => {
      for (let detector = due.shift(); detector; detector = due.shift()) {
        const { id, title } = detector;
        const about = this.#about(detector, subject);
        const outcome = await this.#experiment.ask.detect(evidence, id, this.valuesOf(detector), signal, lane);
        if (outcome.ok) this.#found = { ...this.#found, [id]: { ...outcome.value, about } };
        else {
          due.length = 0;
          if (outcome.code !== 'cancelled') this.failure = `${title} could not finish: ${outcome.detail}`;
        }
        this.waiting = this.waiting.filter((other) => other !== id);
      }
    };
    await Promise.all(Array.from({ length: INSPECTORS }, (_, lane) => work(lane)));
    this.waiting = [];
  }

  cancel(): void {
    this.#calling.abort();
  }

  // No derived: it would end with the room that read it first, and this outlives rooms.
  get #subject(): string {
    const { evidence } = this.#experiment;
    return evidence ? subjectOf(evidence) : '';
  }

  #isAltered(detector: Detector): boolean {
    const values = this.valuesOf(detector);
    return Object.entries(detector.fields).some(([key, field]) => values[key] !== field.default);
  }

  #about(detector: Detector, subject: string): string {
    return `${subject}/${JSON.stringify(this.valuesOf(detector))}`;
  }
}

/** What a finding hangs on: the model in use and how it came to be, but not how it is put to work. */
function subjectOf(evidence: Evidence): string {
  const { recipe, suspect } = evidence;
  const subject = subjects.get(evidence) ?? JSON.stringify([suspect.digest, { ...recipe, desk: null }]);
  subjects.set(evidence, subject);
  return subject;
}
const subjects = new WeakMap<Evidence, string>();

const known = new WeakMap<Experiment, Detection>();

/** The defender's work on an experiment; what was found stays while the experiment is open. */
export function detectionOf(experiment: Experiment): Detection {
  const detection = known.get(experiment) ?? new Detection(experiment);
  known.set(experiment, detection);
  return detection;
}
