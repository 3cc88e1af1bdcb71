/**
 * `npm test`: every check. All run even when one fails; the last line is "N passed, N failed". The checks that keep one core
 * busy run in two lanes; the two suites use both cores, so each has the machine to itself.
 */
import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { findBrowser } from './browser.mjs';

const UNIT_REPORT = 'test-results/unit.json';
const BROWSER_REPORT = 'test-results/report.json';
let passed = 0;
let failed = 0;

function run(command) {
  const started = Date.now();
  const [name, ...args] = command.split(' ');
  return new Promise((resolve) => {
    const child = spawn(name, args, { stdio: ['ignore', 'pipe', 'pipe'], shell: process.platform === 'win32' });
    let output = '';
    for (const stream of [child.stdout, child.stderr])
      stream.setEncoding('utf8').on('data', (text) => (output += text));
    const end = (ok) => resolve({ ok, output, seconds: ((Date.now() - started) / 1000).toFixed(1) });
    child.on('error', (error) => {
      output += error.message;
      end(false);
    });
    child.on('close', (code) => end(code === 0));
  });
}

function report(name, ok, seconds, output) {
  console.log(`${ok ? 'pass' : 'FAIL'}  ${name} (${seconds} s)`);
  if (!ok) console.log(output.split('\n').slice(-80).join('\n'));
}

/** A check that is one test by itself. */
async function step(name, command, judge = ({ ok }) => ok) {
  const result = await run(command);
  const ok = judge(result);
  if (ok) passed++;
  else failed++;
  report(name, ok, result.seconds, result.output);
}

/** A test runner whose own report says how many passed; a runner that leaves no report counts as one failure. */
async function suite(name, command, file, count) {
  rmSync(file, { force: true });
  const { ok, output, seconds } = await run(command);
  const counts = existsSync(file) ? count(JSON.parse(readFileSync(file, 'utf8'))) : { passed: 0, failed: 0 };
  passed += counts.passed;
  failed += counts.failed || (ok ? 0 : 1);
  report(`${name}: ${counts.passed} passed, ${counts.failed} failed`, ok && counts.passed > 0, seconds, output);
}

/** Checks one after the other. */
async function lane(...checks) {
  for (const check of checks) await step(...check);
}

mkdirSync('test-results', { recursive: true });
await Promise.all([
  lane(
    ['build', 'npm run build'],
    ['size budget', 'node scripts/size-budget.mjs'],
    ['types', 'npx tsc -p .'],
    ['svelte-check', 'npx svelte-check --fail-on-warnings'],
  ),
  lane(
    ['layer rule', 'node scripts/layers.mjs'],
    ['format', 'npx prettier --check .'],
    ['lint', 'npx eslint .'],
    ['unused code', 'npx knip'],
    [
      'svelte-check finds a planted error',
      'npx svelte-check --workspace tests/fixtures --tsconfig ./tsconfig.json',
      ({ ok, output }) => !ok && /Canary\.svelte/.test(output),
    ],
  ),
]);
await suite(
  'unit tests',
  `npx vitest run --reporter=dot --reporter=json --outputFile.json=${UNIT_REPORT}`,
  UNIT_REPORT,
  (r) => ({
    passed: r.numPassedTests,
    failed: r.numFailedTests,
  }),
);
console.log(`      browser: ${findBrowser()}`);
await suite('browser tests', 'npx playwright test', BROWSER_REPORT, ({ stats }) => ({
  passed: stats.expected,
  failed: stats.unexpected + stats.flaky,
}));

console.log(`${passed} passed, ${failed} failed`);
process.exit(failed ? 1 : 0);
