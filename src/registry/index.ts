import type { Attack } from '#lab/attack.ts';
import type { EditOperation } from '#lab/edit.ts';
import type { Lab } from '#lab/lab.ts';
import { byId, fileName, folderName } from './by-id.ts';

/** Every attack, by id: one file each in `src/attacks`. */
export const attacks = byId(
  import.meta.glob<Attack>(['../attacks/*.ts', '!../attacks/*.test.ts'], { eager: true, import: 'default' }),
  fileName,
);

/** Every way of editing parameters by hand, by id: one file each in `src/edits`. */
export const edits = byId(
  import.meta.glob<EditOperation>('../edits/*.ts', { eager: true, import: 'default' }),
  fileName,
);

/** Every lab, by id: one folder each in `src/labs`. Marked as pure, so that the worker, which needs none of them, goes without. */
export const labs = /* @__PURE__ */ byId(
  import.meta.glob<Lab>('../labs/*/lab.ts', { eager: true, import: 'default' }),
  folderName,
);
