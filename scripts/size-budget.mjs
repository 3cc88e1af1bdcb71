/** Holds the built site to its size budgets (gzip bytes), from Vite's manifest. Exits 1 when one is broken. */
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { gzipSync } from 'node:zlib';

const ASSETS = 'dist/assets';
const gzipped = (file) => gzipSync(readFileSync(file), { level: 9 }).length;
const chunks = readdirSync(ASSETS).filter((name) => name.endsWith('.js'));
const textOf = (name) => readFileSync(`${ASSETS}/${name}`, 'utf8');

/** A chunk and all it imports statically: what must arrive before it runs. */
function closure(name, seen = new Set()) {
  if (seen.has(name)) return seen;
  seen.add(name);
  for (const [, other] of textOf(name).matchAll(/(?:from|import)\s*["']\.\/([^"']+\.js)["']/g)) closure(other, seen);
  return seen;
}

const manifest = JSON.parse(readFileSync('dist/.vite/manifest.json', 'utf8'));
const fileOf = (source) => manifest[source].file.replace('assets/', '');
const worker = chunks.find((name) => name.startsWith('engine.worker'));
// The worker's own build is not in the manifest; its glob names the file of each lab's flow.
const workerText = [...closure(worker)].map(textOf).join('\n');
const [, flow] = /labs\/checks\/flow\.ts.+?import\(\s*["'`]\.\/([^"'`]+\.js)/.exec(workerText);
/** What the first check waits for: the shell, the page that shows it, and the worker with the desk's flow. */
const waitedFor = (page) => {
  const sources = ['index.html', 'src/app/open-page.ts', page];
  const files = [...sources.map(fileOf), worker, flow];
  return new Set(files.flatMap((name) => [...closure(name)]));
};
const desk = waitedFor('src/labs/checks/View.svelte');
const start = waitedFor('src/app/Start.svelte');
const isTensorFlow = (name) => !desk.has(name) && /tfjs|tensorflow|WebGL2|Backend/i.test(textOf(name));
/** TensorFlow.js is the worker's alone; the page only speaks of it, and reads and writes its files. */
const tensorFlow = [...reachable(worker)].filter(isTensorFlow);

/** A chunk and all it may ever import, lazily too. */
function reachable(name, seen = new Set()) {
  if (seen.has(name)) return seen;
  seen.add(name);
  for (const [, other] of textOf(name).matchAll(/["'`]\.\/([^"'`]+\.js)["'`]/g))
    if (chunks.includes(other)) reachable(other, seen);
  return seen;
}

const sum = (names) => [...names].reduce((bytes, name) => bytes + gzipped(`${ASSETS}/${name}`), 0);
const byBackend = tensorFlow.map((name) => ({ name, bytes: sum(closure(name)) })).sort((a, b) => b.bytes - a.bytes);

const budgets = [
  ['JavaScript before the first check, start page', sum(start), 90_000],
  ['JavaScript before the first check, Check Desk', sum(desk), 90_000],
  ['TensorFlow.js with one backend', sum(tensorFlowFor('webgl')), 170_000],
  ['digit data', statSync('dist/data/digits.bin').size, 1_000_000],
];

/** The TensorFlow.js chunks that one backend needs: everything lazy but the other backends. */
function tensorFlowFor(backend) {
  const other = { webgl: /backendName:\s*[`"']?wasm|tfjs-backend-wasm/ }[backend];
  return tensorFlow.filter((name) => !other.test(textOf(name)) || /webgl2/i.test(textOf(name)));
}

let broken = 0;
for (const [what, bytes, most] of budgets) {
  const ok = bytes <= most;
  if (!ok) broken++;
  console.log(`${ok ? 'ok  ' : 'OVER'} ${what}: ${bytes} of ${most} bytes`);
}
for (const { name, bytes } of byBackend) console.log(`     ${name}: ${bytes} with its imports`);
process.exit(broken ? 1 : 0);
