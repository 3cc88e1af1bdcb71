import { expect, test } from 'vitest';
import { byId, labs } from '#registry/index.ts';

test('a module whose id is not its name is refused, and named', () => {
  const idOf = (path: string) => path.slice(2, -3);
  expect(byId({ './b.ts': { id: 'b' }, './a.ts': { id: 'a' } }, idOf).get('a')).toEqual({ id: 'a' });
  expect(() => byId({ './a.ts': { id: 'b' } }, idOf)).toThrow('./a.ts has the id "b"; it must be "a".');
});

test('the check desk is there', () => expect([...labs.keys()]).toContain('checks'));
