import type { Lesson } from '#lab/lesson.ts';
import { byId, fileName } from './by-id.ts';

const found = import.meta.glob<Lesson>('../lessons/*.ts', { import: 'default' });

const pathOf = (id: string) => `../lessons/${id}.ts`;

/** Fetches a lesson; null where there is none of that id. Rejects when its file does not arrive, or has another id than its name. */
export async function loadLesson(id: string): Promise<Lesson | null> {
  const path = pathOf(id);
  const load = found[path];
  return load ? byId({ [path]: await load() }, fileName).get(id)! : null;
}

/** Fetches the whole course, in its order: one file each in `src/lessons`. */
export async function loadLessons(): Promise<readonly Lesson[]> {
  const lessons = await Promise.all(Object.keys(found).map((path) => loadLesson(fileName(path))));
  return lessons.filter((lesson) => lesson !== null).sort((a, b) => a.number - b.number);
}
