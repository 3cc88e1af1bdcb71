import { sha256Hex } from '#core/digest.ts';
import { stream } from '#core/rng.ts';
import type { Detector, Finding } from './detector.ts';
import type { Recipe } from './recipe.ts';
import { provenBy, type BoardFound } from './situation.ts';

/** What may have been done to a sealed model. */
export type Verdict = 'clean' | 'data' | 'weights';

/**
 * A case whose recipe is hidden, as its file holds it. This hides and does not protect: whoever reads the page's code can unpack it,
 * and a digest of three possible words is guessed in three tries. It keeps the answer out of sight of whoever plays.
 */
export interface SealedCase {
  /** The answer, see {@link pack}. */
  readonly packed: string;
  /** Names the stream it is packed with, and goes into the digest. */
  readonly salt: string;
  /** SHA-256 of salt and verdict, lower-case hex. */
  readonly verdict: string;
}

/** What a sealed case holds. */
export interface Answer {
  readonly verdict: Verdict;
  /** What is different from the lab's usual recipe. */
  readonly change: Partial<Recipe>;
  /** What was done and what gave it away, in paragraphs. */
  readonly text: readonly string[];
}

/** An answer as text that says nothing to the eye: its JSON, each byte XORed with a draw of a named stream, as base64. */
export function pack(answer: Answer, salt: string): string {
  return btoa(String.fromCharCode(...veil(new TextEncoder().encode(JSON.stringify(answer)), salt)));
}

/** Undoes {@link pack}. */
export function unpack({ packed, salt }: SealedCase): Answer {
  const bytes = Uint8Array.from(atob(packed), (character) => character.charCodeAt(0));
  return JSON.parse(new TextDecoder().decode(veil(bytes, salt))) as Answer;
}

function veil(bytes: Uint8Array, salt: string): Uint8Array {
  const draw = stream(1, `sealed/${salt}`);
  return bytes.map((byte) => byte ^ Math.floor(256 * draw()));
}

/** The recipe of a sealed case, made from the lab's usual one. */
export const recipeOf = (sealed: SealedCase, usual: Recipe): Recipe => ({ ...usual, ...unpack(sealed).change });

/** What a sealed case keeps of its verdict: SHA-256 of salt and verdict, lower-case hex. */
export const digestOf = (salt: string, verdict: Verdict): Promise<string> =>
  sha256Hex(new TextEncoder().encode(`${salt}/${verdict}`));

/** What is made of a verdict: nothing on the board supports it, or something does, and it is wrong or right. */
export type Judgement = 'unproven' | 'wrong' | 'right';

/** Judges a verdict. Without a finding that supports it nothing is said of whether it is right. */
export async function judge(
  sealed: SealedCase,
  verdict: Verdict,
  board: BoardFound,
  detectors: readonly Witness[],
): Promise<Judgement> {
  if (support(verdict, board, detectors).length === 0) return 'unproven';
  return (await digestOf(sealed.salt, verdict)) === sealed.verdict ? 'right' : 'wrong';
}

/** The parts of a detector that say what its alarm is evidence of. */
interface Witness {
  readonly id: string;
  readonly looksAt: Detector['looksAt'];
}

/**
 * The findings that support a verdict: alarms over rows for poisoned data, alarms over weights for tampering, and a board that is
 * complete without an alarm for a clean model. Empty when nothing does. Findings with other settings than the usual support nothing.
 */
export function support(verdict: Verdict, board: BoardFound, detectors: readonly Witness[]): readonly string[] {
  const { found, complete } = provenBy(board);
  const alarms = detectors.filter(({ id }) => found[id]?.signal === 'alarm');
  if (verdict === 'clean') return complete && alarms.length === 0 ? detectors.map(({ id }) => id) : [];
  const speaks = (finding: Finding, { looksAt }: Witness) =>
    verdict === 'weights'
      ? looksAt === 'weights'
      : looksAt === 'rows' && finding.rows !== null && finding.rows.flagged.length > 0;
  return alarms.filter((detector) => speaks(found[detector.id]!, detector)).map(({ id }) => id);
}
