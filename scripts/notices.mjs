/** Writes dist/THIRD-PARTY-NOTICES.txt: the licence of every package whose code, fonts or data are in the build. */
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';

const { dependencies } = JSON.parse(readFileSync('package.json', 'utf8'));

/** Direct dependencies and, through them, all that npm installed for them. */
function closure(names) {
  const found = new Set();
  const add = (name) => {
    const manifest = `node_modules/${name}/package.json`;
    if (found.has(name) || !existsSync(manifest)) return;
    found.add(name);
    Object.keys(JSON.parse(readFileSync(manifest, 'utf8')).dependencies ?? {}).forEach(add);
  };
  names.forEach(add);
  return [...found].sort();
}

function notice(name) {
  const folder = `node_modules/${name}`;
  const { version, license } = JSON.parse(readFileSync(`${folder}/package.json`, 'utf8'));
  const file = readdirSync(folder).find((entry) => /^(licen[cs]e|copying)/i.test(entry));
  const text = file
    ? readFileSync(`${folder}/${file}`, 'utf8').trim()
    : `Licence: ${license} (the package holds no text of it).`;
  return `${name} ${version} (${license ?? 'see below'})\n\n${text}`;
}

const notices = closure(Object.keys(dependencies)).map(notice);
const rule = `\n\n${'-'.repeat(78)}\n\n`;
writeFileSync('dist/THIRD-PARTY-NOTICES.txt', `Poison Lab is built with the following.${rule}${notices.join(rule)}\n`);
console.log(`notices: ${notices.length} packages`);
