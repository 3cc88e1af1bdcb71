import { readSaved } from '#state/progress-file.ts';
import type { Progress } from '#state/progress.svelte.ts';

/** Larger files are not read: progress takes some kB. */
const MOST_BYTES = 1_000_000;

/** Takes progress in from a file that anybody may have written, and says what came of it. */
export async function openProgress(file: Pick<File, 'size' | 'text'>, progress: Progress): Promise<string> {
  if (file.size > MOST_BYTES) return 'This file is too large to be progress from this lab.';
  let text: string;
  try {
    text = await file.text();
  } catch {
    return 'This file could not be read. It may have been moved or deleted.';
  }
  const read = readSaved(text);
  if ('sentence' in read) return read.sentence;
  const { lessons, challenges, tests } = progress.take(read.file);
  const parts = [counted(lessons, 'lesson'), counted(challenges, 'challenge'), counted(tests, 'test')].filter(Boolean);
  const came =
    parts.length > 0
      ? `Taken in: ${parts.join(', ')}. Nothing that was here is lost.`
      : 'There is nothing in this file that is not here already.';
  return read.dropped > 0 ? `${came} What could not be read was left out: ${counted(read.dropped, 'entry')}.` : came;
}

function counted(n: number, what: 'lesson' | 'challenge' | 'test' | 'entry'): string {
  const many = what === 'entry' ? 'entries' : `${what}s`;
  return n === 0 ? '' : `${n} ${n === 1 ? what : many}`;
}
