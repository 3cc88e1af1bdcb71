import { expect, test } from 'vitest';
import { byId, fileName, folderName } from '#registry/by-id.ts';
import { loadFlow } from '#registry/flows.ts';
import { detectorIds, detectorsFor, loadDetector } from '#registry/detectors.ts';
import { loadScores } from '#registry/scores.ts';
import { attacks, edits, labs } from '#registry/index.ts';

test('a module whose id is not its name is refused, and named', () => {
  const idOf = (path: string) => path.slice(2, -3);
  expect(byId({ './b.ts': { id: 'b' }, './a.ts': { id: 'a' } }, idOf).get('a')).toEqual({ id: 'a' });
  expect(() => byId({ './a.ts': { id: 'b' } }, idOf)).toThrow('./a.ts has the id "b"; it must be "a".');
});

test('a module is called as its file or its folder is', () => {
  expect(fileName('../attacks/label-flip.ts')).toBe('label-flip');
  expect(folderName('../labs/checks/lab.ts')).toBe('checks');
});

test('the check desk is there', () => expect([...labs.keys()]).toContain('checks'));

test('every lab has a flow of its own', async () => {
  for (const id of labs.keys()) expect((await loadFlow(id)).id).toBe(id);
});

test('every lab starts with an attack on its own kind of rows, and leaves the page its keys', () => {
  for (const lab of labs.values()) {
    expect(attacks.get(lab.defaultAttack)?.rows).toBe(lab.rows);
    for (const [key, { field, title }] of Object.entries(lab.shortcuts)) {
      expect(key).toMatch(/^[a-z]$/);
      expect(['v', 'y', 'z']).not.toContain(key);
      expect(lab.deskFields[field]?.kind).toBe('toggle');
      expect(title.length).toBeGreaterThan(4);
    }
  }
});

test('the edits on parameters are there', () =>
  expect([...edits.keys()]).toEqual(expect.arrayContaining(['flip-sign', 'set', 'shift'])));

test('every lab lists what its runs are compared by', async () => {
  for (const lab of labs.keys())
    expect((await loadScores(lab)).map(({ id }) => id)).toEqual(['performance', 'success', 'money']);
});

test('a lab is offered the detectors on its own kind of rows and those that look at any model', async () => {
  const all = await Promise.all(detectorIds.map(loadDetector));
  for (const { rows } of labs.values()) {
    const offered = await detectorsFor(rows);
    expect(new Set(offered)).toEqual(new Set(all.filter((detector) => [rows, 'any'].includes(detector.rows))));
    const kinds = offered.map(({ kind }) => ['performance', 'anomaly', 'provenance'].indexOf(kind));
    expect(kinds).toEqual(kinds.toSorted());
  }
});
