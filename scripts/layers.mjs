/**
 * The layer rule: an import may only point left. Reads every import of a source tree, type-only ones, those in Svelte
 * components and worker URLs included, which linters miss. node scripts/layers.mjs [ROOT]; exits 1 on a violation.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, normalize, relative } from 'node:path';

/** Layer of a file by its path below the root; the first pattern that fits. */
const LAYERS = [
  ['core', /^core\//],
  ['lab', /^lab\//],
  ['content', /^(attacks|edits|detectors|lessons|challenges|course)\//],
  ['content', /^labs\/.*(?<!\.svelte)\.(ts|json)$/],
  ['registry', /^registry\//],
  ['engine', /^engine\//],
  ['state', /^state\//],
  ['charts', /^charts\//],
  ['ui', /^ui\//],
  ['views', /^labs\/.*\.svelte(\.ts)?$/],
  ['app', /^app\//],
];

/** What each layer may import besides itself. */
const MAY_IMPORT = {
  core: [],
  lab: ['core'],
  content: ['core', 'lab'],
  registry: ['core', 'lab', 'content'],
  engine: ['core', 'lab', 'content', 'registry'],
  state: ['core', 'lab', 'registry', 'engine'],
  charts: ['core'],
  ui: ['core'],
  views: ['core', 'lab', 'content', 'registry', 'engine', 'state', 'charts', 'ui'],
  app: ['core', 'lab', 'content', 'registry', 'engine', 'state', 'charts', 'ui', 'views'],
};

/** All that the page's side may see of the engine. */
const ENGINE_DOORS = { state: ['client', 'protocol'], views: ['protocol'], app: ['client', 'protocol'] };

const IMPORT = /(?:\bfrom\s*|\bimport\s*\(?\s*|new URL\(\s*)['"]((?:#|\.)[^'"]+)['"]/g;

const layerOf = (path) => LAYERS.find(([, pattern]) => pattern.test(path))?.[0];

function sourceFiles(folder) {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return entry.name === 'kernel' ? [] : sourceFiles(path);
    return /\.(ts|svelte)$/.test(entry.name) ? [path] : [];
  });
}

function importsOf(root, file) {
  const text = readFileSync(join(root, file), 'utf8');
  return [...text.matchAll(IMPORT)].map(([, target]) => {
    const path = target.startsWith('#') ? target.slice(1) : join(dirname(file), target);
    return normalize(path.replace(/\?.*$/, ''));
  });
}

function violation(file, target) {
  const [from, to] = [layerOf(file), layerOf(target)];
  if (!from) return `${file}: belongs to no layer`;
  if (!to) return null;
  if (from !== to && !MAY_IMPORT[from].includes(to)) return `${file} (${from}) imports ${target} (${to})`;
  const doors = ENGINE_DOORS[from];
  if (to === 'engine' && doors && !doors.some((door) => target === `engine/${door}.ts`)) {
    return `${file} (${from}) sees more of the engine than ${doors.join(', ')}: ${target}`;
  }
  return null;
}

/** Import cycles as paths "a > b > a"; each found once. */
function cycles(graph) {
  const found = new Set();
  const done = new Set();
  const visit = (file, path) => {
    const at = path.indexOf(file);
    if (at >= 0) found.add([...path.slice(at), file].join(' > '));
    if (at >= 0 || done.has(file)) return;
    for (const next of graph.get(file) ?? []) visit(next, [...path, file]);
    done.add(file);
  };
  for (const file of graph.keys()) visit(file, []);
  return [...found];
}

/** Every breach of the rule below a root folder, in words. */
export function checkLayers(root) {
  const files = sourceFiles(root).map((path) => relative(root, path));
  const graph = new Map(files.map((file) => [file, importsOf(root, file)]));
  const breaches = files.flatMap((file) =>
    graph
      .get(file)
      .map((target) => violation(file, target))
      .filter(Boolean),
  );
  return [...breaches, ...cycles(graph).map((path) => `cycle: ${path}`)];
}

if (process.argv[1]?.endsWith('layers.mjs')) {
  const breaches = checkLayers(process.argv[2] ?? 'src');
  for (const breach of breaches) console.error(breach);
  process.exit(breaches.length ? 1 : 0);
}
