/**
 * One chunk for what the page's code is made of. Left to itself, the bundler cuts it into some thirty files because lazy parts of
 * the page share pieces of it, and small files compress badly and arrive late.
 */
const PAGE = '/src/app/open-page.ts';
/** What runs before that code arrives; were any of it in the same chunk, it would wait for the rest. */
const ENTRY = '/src/app/main.ts';

/** The name of the chunk a module goes to, for `codeSplitting.groups`; null leaves it to the bundler. */
export function firstChunk() {
  const known = new Map();
  /** Modules that a module imports statically, itself first. */
  const closure = (id, context, seen = new Set()) => {
    if (seen.has(id)) return seen;
    seen.add(id);
    // Copied, because the array is used again for the next module asked about.
    for (const other of [...(context.getModuleInfo(id)?.importedIds ?? [])]) closure(other, context, seen);
    return seen;
  };
  return (id, context) => {
    const root = id.slice(0, id.lastIndexOf('/src/'));
    if (!id.includes('/src/') || id.includes('/node_modules/')) return null;
    if (!known.has(root)) {
      const before = closure(root + ENTRY, context);
      known.set(root, new Set([...closure(root + PAGE, context)].filter((other) => !before.has(other))));
    }
    return known.get(root).has(id) ? 'page' : null;
  };
}
