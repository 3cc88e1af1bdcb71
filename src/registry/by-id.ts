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

/** The id that a module's own file says: `../attacks/trim.ts` is `trim`. */
export const fileName = (path: string) => path.split('/').at(-1)!.replace(/\.ts$/, '');
/** The id that a module's folder says: `../labs/checks/lab.ts` is `checks`. */
export const folderName = (path: string) => path.split('/').at(-2)!;
