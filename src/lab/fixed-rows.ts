import { pickDataset, type Dataset } from '#core/dataset.ts';
import { pickTable, type Table } from '#core/table.ts';
import type { RowFix } from './row-fix.ts';

/** Labelled images after fixes; they keep their ids. Without any the very same rows. */
export function fixImages(data: Dataset, fixes: readonly RowFix[]): Dataset {
  if (fixes.length === 0) return data;
  const labels = new Map(fixes.map(([id, label]) => [id, label ?? null]));
  const y = data.y.slice();
  const kept = data.id.reduce<number[]>((rows, id, row) => {
    const label = labels.get(id);
    if (label !== null) rows.push(row);
    if (typeof label === 'number') y[row] = label;
    return rows;
  }, []);
  const relabelled = { ...data, y };
  return kept.length === data.rows ? relabelled : pickDataset(relabelled, kept);
}

/** A table without the rows that were taken out; the rest keep their ids. A table has no labels to give. */
export function fixTable(table: Table, fixes: readonly RowFix[]): Table {
  const out = new Set(fixes.flatMap(([id, label]) => (label === undefined ? [id] : [])));
  if (out.size === 0) return table;
  const rows = Array.from({ length: table.rows }, (_, row) => row);
  return pickTable(
    table,
    rows.filter((row) => !out.has(table.id[row]!)),
  );
}
