import { beforeEach, expect, test, vi } from 'vitest';
import { shortcuts } from '#app/shortcuts.ts';
import type { Link } from '#state/link.svelte.ts';
import { looking } from '#state/looking.svelte.ts';

vi.stubGlobal('HTMLElement', class {});
vi.stubGlobal('document', { querySelector: () => null });

const undo = vi.fn();
const set = vi.fn();
const experiment = {
  lab: { shortcuts: { t: { field: 'trigger' } } },
  recipe: { desk: { trigger: false } },
  undo,
  set,
};

/** Presses a key where a bench is on screen, or not; tells whether it did anything. */
function press(key: string, onBench: boolean, ctrlKey = false): boolean {
  const preventDefault = vi.fn();
  const link = { experiment, onBench } as unknown as Link;
  shortcuts(link, vi.fn())({ key, ctrlKey, target: null, preventDefault } as unknown as KeyboardEvent);
  return preventDefault.mock.calls.length > 0;
}

beforeEach(() => {
  vi.clearAllMocks();
  Object.assign(looking, { sealed: false, view: 'attacker', projected: false });
});

test('keys act on the bench that is on screen', () => {
  expect(press('z', true, true)).toBe(true);
  expect(undo).toHaveBeenCalledOnce();
  expect(press('t', true)).toBe(true);
  expect(set).toHaveBeenCalledWith('desk', 'trigger', true);
  expect(press('v', true)).toBe(true);
  expect(looking.view).toBe('defender');
});

test('a bench that is not on screen stays as it is', () => {
  for (const [key, ctrl] of [
    ['z', true],
    ['y', true],
    ['t', false],
    ['v', false],
  ] as const)
    expect(press(key, false, ctrl), key).toBe(false);
  expect(undo).not.toHaveBeenCalled();
  expect(set).not.toHaveBeenCalled();
  expect(looking.view).toBe('attacker');
  expect(press('p', false)).toBe(true);
});

test('a sealed case is neither looked at otherwise nor marked, and what one looked with before comes back', () => {
  looking.sealed = true;
  expect(press('v', true)).toBe(false);
  expect(press('t', true)).toBe(false);
  looking.sealed = false;
  expect(looking.view).toBe('attacker');
  expect(set).not.toHaveBeenCalled();
});
