/** `npm test`: every check in order. All run even when one fails; the last line is "N passed, N failed". */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { findBrowser } from './browser.mjs';

const UNIT_REPORT = 'test-results/unit.json';
const BROWSER_REPORT = 'test-results/report.json';
let passed = 0;
let failed = 0;

function run(command) {
  const started = Date.now();
  const [name, ...args] = command.split(' ');
  const result = spawnSync(name, args, { encoding: 'utf8', maxBuffer: 2 ** 28, shell: process.platform === 'win32' });
  const seconds = ((Date.now() - started) / 1000).toFixed(1);
  return { ok: result.status === 0, output: `${result.stdout}${result.stderr}`, seconds };
}

function report(name, ok, seconds, output) {
  console.log(`${ok ? 'pass' : 'FAIL'}  ${name} (${seconds} s)`);
  if (!ok) console.log(output.split('\n').slice(-80).join('\n'));
}

/** A check that is one test by itself. */
function step(name, command, judge = ({ ok }) => ok) {
  const result = run(command);
  const ok = judge(result);
  if (ok) passed++;
  else failed++;
  report(name, ok, result.seconds, result.output);
}

/** A test runner whose own report says how many passed; a runner that leaves no report counts as one failure. */
function suite(name, command, file, count) {
  rmSync(file, { force: true });
  const { ok, output, seconds } = run(command);
  const counts = existsSync(file) ? count(JSON.parse(readFileSync(file, 'utf8'))) : { passed: 0, failed: 0 };
  passed += counts.passed;
  failed += counts.failed || (ok ? 0 : 1);
  report(`${name}: ${counts.passed} passed, ${counts.failed} failed`, ok && counts.passed > 0, seconds, output);
}

mkdirSync('test-results', { recursive: true });
step('format', 'npx prettier --check .');
step('layer rule', 'node scripts/layers.mjs');
step('lint', 'npx eslint .');
step('build', 'npm run build');
step('types', 'npx tsc -p .');
step('svelte-check', 'npx svelte-check --fail-on-warnings');
step(
  'svelte-check finds a planted error',
  'npx svelte-check --workspace tests/fixtures --tsconfig ./tsconfig.json',
  ({ ok, output }) => !ok && /Canary\.svelte/.test(output),
);
step('unused code', 'npx knip');
suite('unit tests', `npx vitest run --reporter=json --outputFile=${UNIT_REPORT}`, UNIT_REPORT, (r) => ({
  passed: r.numPassedTests,
  failed: r.numFailedTests,
}));
step('size budget', 'node scripts/size-budget.mjs');
console.log(`      browser: ${findBrowser()}`);
suite('browser tests', 'npx playwright test', BROWSER_REPORT, ({ stats }) => ({
  passed: stats.expected,
  failed: stats.unexpected + stats.flaky,
}));

console.log(`${passed} passed, ${failed} failed`);
process.exit(failed ? 1 : 0);
