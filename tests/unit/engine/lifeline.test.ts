import { expect, test } from 'vitest';
import { Lifeline } from '#engine/lifeline.ts';

test('work that settles is passed on, value or error', async () => {
  const lifeline = new Lifeline<string>();
  await expect(lifeline.hold(Promise.resolve(3))).resolves.toBe(3);
  await expect(lifeline.hold(Promise.reject(new Error('no')))).rejects.toThrow('no');
});

test('work that hangs is given up when the line is cut, and only then', async () => {
  const lifeline = new Lifeline<string>();
  const done = lifeline.hold(Promise.resolve('done'));
  const hangs = lifeline.hold(new Promise(() => {}));
  await done;
  lifeline.cut('gone');
  await expect(done).resolves.toBe('done');
  await expect(hangs).resolves.toBe('gone');
  const later = lifeline.hold(Promise.resolve('still works'));
  await expect(later).resolves.toBe('still works');
});
