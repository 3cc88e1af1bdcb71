import type { Attack } from '#lab/attack.ts';
import type { DeskDay } from '#lab/desk.ts';
import type { Lab } from '#lab/lab.ts';

/**
 * Modules by id, where a module's id must be what its path says.
 * @param paths found by glob: path to default export
 * @param idOf the id that a path stands for
 * @throws Error naming the file whose id differs
 */
export function byId<T extends { readonly id: string }>(
  paths: Readonly<Record<string, T>>,
  idOf: (path: string) => string,
): ReadonlyMap<string, T> {
  const found = new Map<string, T>();
  for (const [path, module] of Object.entries(paths)) {
    if (module.id !== idOf(path)) throw new Error(`${path} has the id "${module.id}"; it must be "${idOf(path)}".`);
    found.set(module.id, module);
  }
  return found;
}

const fileName = (path: string) => path.split('/').at(-1)!.replace(/\.ts$/, '');
const folderName = (path: string) => path.split('/').at(-2)!;

/** Every attack, by id: one file each in `src/attacks`. */
export const attacks = byId(
  import.meta.glob<Attack>(['../attacks/*.ts', '!../attacks/*.test.ts'], { eager: true, import: 'default' }),
  fileName,
);

/** Every lab, by id: one folder each in `src/labs`. */
export const labs = byId(
  import.meta.glob<Lab<DeskDay>>('../labs/*/lab.ts', { eager: true, import: 'default' }),
  folderName,
);
