/**
 * Seals a case for a challenge: reads an answer (`lab/sealed.ts`) as JSON and prints what its file in `src/challenges` holds.
 * node scripts/run-ts.mjs scripts/seal-case.ts ANSWER.json SALT. Keep the answer out of the repository.
 */
import { readFileSync } from 'node:fs';
import { digestOf, pack, type Answer } from '../src/lab/sealed.ts';

const [, file, salt] = process.argv.slice(2);
if (!file || !salt) throw new Error('which answer, and with which salt?');
const answer = JSON.parse(readFileSync(file, 'utf8')) as Answer;
console.log(
  JSON.stringify({ packed: pack(answer, salt), salt, verdict: await digestOf(salt, answer.verdict) }, null, 2),
);
