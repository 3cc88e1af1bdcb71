import type { Evidence } from './evidence.ts';
import type { Catalog } from './repair.ts';
import type { Run } from './run-record.ts';
import { NO_POISON, wordsOfRecipe } from './run-words.ts';
import type { Score } from './score.ts';
import { writeTable, type Column } from './table-csv.ts';

/** Runs as CSV text, one a line, with plain numbers; what is not known is an empty cell. */
export function csvOfRuns<E extends Evidence>(
  runs: readonly Run[],
  scores: readonly Score<E>[],
  catalog: Catalog,
): string {
  const words = runs.map(({ recipe }) => wordsOfRecipe(recipe, catalog));
  const texts = (name: string, cell: (run: Run, row: number) => string | number | null): Column => {
    const cells = runs.map((run, row) => String(cell(run, row) ?? ''));
    const kinds = [...new Set(cells)];
    const place = new Map(kinds.map((kind, at) => [kind, at]));
    return { name, kind: 'category', kinds, values: Uint16Array.from(cells, (text) => place.get(text)!) };
  };
  const ofTwin = (which: 'clean' | 'suspect'): Column[] => {
    const whose = which === 'clean' ? 'clean twin' : 'suspect';
    return [
      ...scores.map(({ id, label }) => texts(`${label}, ${whose}`, ({ record }) => record[which].scores[id])),
      texts(`Last training loss, ${whose}`, ({ record }) => record[which].loss.at(-1) ?? null),
      texts(`SHA-256 of the parameters, ${whose}`, ({ record }) => record[which].digest),
    ];
  };
  const columns = [
    texts('Run', ({ record }) => record.order),
    texts('Name', ({ record }) => record.name),
    texts('Poison', (_, row) => words[row]!.poison.join(', ') || NO_POISON),
    texts('Settings', (_, row) => words[row]!.setup.join(', ')),
    texts('Seed', ({ recipe }) => recipe.seed),
    texts('Engine', ({ record }) => record.engine),
    ...ofTwin('suspect'),
    ...ofTwin('clean'),
    texts('Recipe, as after the lab in a link', ({ record }) => record.recipe),
  ];
  return writeTable(columns, runs.length);
}
