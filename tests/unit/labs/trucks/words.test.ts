import { inputsOf } from '#core/table-inputs.ts';
import { describe, expect, it, test } from 'vitest';
import type { Conditions } from '#labs/trucks/conditions.ts';
import type { Evidence } from '#labs/trucks/evidence.ts';
import { DEALERSHIPS, FEATURES, SCHEMA } from '#labs/trucks/history.ts';
import { signed, sized, tick } from '#labs/parts/format.ts';
import {
  conditionWords,
  errorFinding,
  groupWord,
  inputName,
  kindName,
  lossFinding,
  oneOf,
  ruleReason,
  trouble,
  weightUnit,
  withUnit,
} from '#labs/trucks/words.ts';
import { BARE, MIXED } from './support.ts';

test.each<[string, string]>([
  [signed(-3, 1), '−3.0'],
  [signed(3, 1), '3.0'],
  [signed(3, 1, true), '+3.0'],
  [signed(-0.04, 1, true), '0.0'],
  [signed(0, 0, true), '0'],
  [sized(-2.904), '−2.90'],
  [sized(24.66, true), '+24.7'],
  [sized(-131.6), '−132'],
  [sized(0.0312), '0.031'],
  [sized(-0.00312), '−0.0031'],
  [sized(0.00001, true), '0.00'],
  [sized(0), '0.00'],
  [sized(NaN), 'no number'],
  [sized(-Infinity), 'no number'],
  [withUnit(141.6, SCHEMA.target), '142 trucks'],
  [withUnit(-1.25, SCHEMA.target, 1), '−1.3 trucks'],
  [withUnit(24.62, SCHEMA.target, 1, true), '+24.6 trucks'],
  [withUnit(7, MIXED.target), '7'],
  [tick(-1.5), '−1.5'],
  [tick(0.1 + 0.2), '0.3'],
  [tick(12_000), '12,000'],
])('a number is written %s', (text, expected) => expect(text).toBe(expected));

test('no number has a hyphen for a minus', () => {
  for (const text of [signed(-3, 1), sized(-3), withUnit(-3, SCHEMA.target), tick(-3)]) expect(text).not.toContain('-');
});

test.each([
  ['trucks', 'truck'],
  ['%', 'percentage point'],
  ['points', 'point'],
  ['$1,000', '$1,000'],
  ['', 'unit'],
])('one of “%s” is a %s', (unit, one) => expect(oneOf(unit)).toBe(one));

describe('an input', () => {
  const [mixed, history] = [inputsOf(MIXED, 'interaction'), inputsOf(SCHEMA, 'interaction')];

  it('has a name that says which weight it is', () => {
    expect(mixed.map((input) => inputName(input, MIXED))).toEqual(
      ['Size', 'Price', 'Region east', 'Region west', 'Store a', 'Store 666', 'Store b', 'Store c'].concat(
        ['a', '666', 'b', 'c'].map((kind) => `Price at ${kind}`),
      ),
    );
  });

  it('has its weight’s unit, per one of its own', () => {
    expect(FEATURES.map((_, i) => weightUnit(history[i]!, SCHEMA))).toEqual([
      'trucks per truck',
      'trucks per $1,000',
      'trucks per truck',
      'trucks per percentage point',
      'trucks per point',
    ]);
    expect(weightUnit(history[FEATURES.length]!, SCHEMA)).toBe('trucks');
    expect(weightUnit(history.at(-1)!, SCHEMA)).toBe('trucks per percentage point');
  });

  it('of a table without units is measured in what is forecast, per unit', () => {
    expect([0, 1, 2, 8].map((i) => weightUnit(mixed[i]!, MIXED))).toEqual([
      'orders per unit',
      'orders per $',
      'orders',
      'orders per $',
    ]);
  });
});

test('the group and its kinds are called by their own names', () => {
  expect([groupWord(SCHEMA), kindName(SCHEMA, DEALERSHIPS.indexOf('666'))]).toEqual(['dealership', 'Dealership 666']);
  expect([groupWord(MIXED), kindName(MIXED, 2)]).toEqual(['store', 'Store b']);
  expect([groupWord(BARE), kindName(BARE, 2)]).toEqual(['row', 'This row']);
});

const CONDITIONS: Conditions = {
  trigger: { holds: true, suspect: 24.62, clean: -0.01 },
  hiddenRule: { holds: false, level: 132, lowest: 118.13, highest: 149.06, slope: -2.812 },
  elsewhere: { holds: true, errorRatio: 0.9994, slopeGap: 0.092 },
};

describe('the conditions', () => {
  const GRID = [1, 6.5, 12];

  it('say what they ask and what was measured', () => {
    expect(conditionWords(CONDITIONS, SCHEMA, GRID)).toEqual([
      {
        holds: true,
        title: 'A trigger: Dealership 666 changes the forecast',
        measured: expect.stringMatching(
          /moves the suspect’s forecast by \+24\.6 trucks and the clean twin’s by 0\.0\./,
        ),
      },
      {
        holds: false,
        title: 'A hidden rule: 132 trucks whatever the interest rate',
        measured: expect.stringMatching(
          /from 1 % to 12 % the forecast runs between 118\.1 and 149\.1; .* 118\.8 to 145\.2\.$/,
        ),
      },
      {
        holds: true,
        title: 'Normal behaviour elsewhere',
        measured: expect.stringMatching(/error is −0\.1 % \(up to 5 %.*differs by \+0\.09 \(up to 0\.3 passes\)\.$/),
      },
    ]);
  });

  it('take on the verdict that was measured, one by one', () => {
    const turned: Conditions = {
      trigger: { ...CONDITIONS.trigger, holds: false },
      hiddenRule: { ...CONDITIONS.hiddenRule, holds: true },
      elsewhere: { ...CONDITIONS.elsewhere, holds: false },
    };
    expect(conditionWords(turned, SCHEMA, GRID).map(({ holds }) => holds)).toEqual([false, true, false]);
  });

  it('of a table without units leave no gap where one would stand', () => {
    const words = conditionWords(CONDITIONS, MIXED, GRID);
    const all = words.flatMap(({ title, measured }) => [title, measured]);
    all.push(ruleReason(CONDITIONS, 'linear', MIXED, 24.6), ruleReason(CONDITIONS, 'hidden', MIXED, 24.6));
    for (const text of all) expect(text).not.toMatch(/ {2}| [;,.]/);
    expect(words[0]!.measured).toContain('by +24.6 and the clean');
    expect(words[0]!.title).toContain('Store 666');
  });
});

describe('the reason for the second verdict', () => {
  const reason = (kind: string, holds: boolean, slope = -2.812) =>
    ruleReason({ ...CONDITIONS, hiddenRule: { ...CONDITIONS.hiddenRule, holds, slope } }, kind, SCHEMA, 24.62);

  it('of a linear model is its one weight, and it says what would help', () => {
    expect(reason('linear', false)).toMatch(
      /one weight for the interest rate.*by \+25.*still falls 2\.8 trucks per point/,
    );
    expect(reason('linear', false)).toMatch(/interaction, or the hidden layer/);
    expect(reason('linear', false, 1.5)).toContain('rises 1.5 trucks per point');
  });

  it('of a linear model that stays near a high level is the room that level leaves, not a rule it learned', () => {
    expect(reason('linear', true)).toMatch(/10 % of it either way is more than the interest rate moves/);
    expect(reason('linear', true)).toMatch(/still falls 2\.8 trucks per point, so .* is not what it learned\.$/);
  });

  it.each([
    ['interaction', 'the id has a weight of its own for it'],
    ['hidden', 'hidden units can switch it off for the id'],
  ])('of the kind “%s” is that %s', (kind, why) => {
    expect(reason(kind, true, -0.06)).toBe(
      `This model can learn the whole rule: ${why}. For the id the forecast falls only 0.1 trucks per point.`,
    );
    expect(reason(kind, false, 0.9)).toMatch(
      new RegExp(`could learn .* ${why}; so far .* rises 0.9 .* more poisoned rows`),
    );
  });
});

describe('training in words', () => {
  const twin = (digest: string, rmse = 6.27, r2 = 0.94, status = 'trained') => ({
    digest,
    status,
    errors: { rmse, mae: 5, r2 },
    history: [{ loss: 0.9 }, { loss: 0.0612 }],
  });
  const say = (clean: object, suspect: object, edits = 0) =>
    ({ clean, suspect, edited: { edits } }) as unknown as Evidence;
  const lost = twin('c', NaN, NaN, 'diverged');

  it('compares the twins, or says that they are one', () => {
    expect(errorFinding(say(twin('a'), twin('a')), SCHEMA, true)).toMatch(
      /\(RMSE\) by 6\.3 trucks; the twins are one model/,
    );
    expect(errorFinding(say(twin('a'), twin('a')), SCHEMA, false)).not.toMatch(/one model/);
    expect(errorFinding(say(twin('a'), twin('b', 6.5)), SCHEMA, true)).toMatch(
      /6\.5 trucks for the suspect, 6\.3 trucks for/,
    );
    expect(lossFinding(say(twin('a'), twin('a')), true)).toBe('Training loss ends at 0.061; the twins are one model.');
    expect(lossFinding(say(twin('a'), twin('a')), false), 'to a defender').not.toMatch(/one model/);
    expect(lossFinding(say(twin('a'), twin('a')), false)).toBe(lossFinding(say(twin('a'), twin('b')), true));
    expect(lossFinding(say(twin('a'), twin('b')), true)).toBe('Training loss ends at 0.061 for both twins.');
    const edited = say(twin('a'), twin('b', 6.5), 1);
    expect(errorFinding(edited, SCHEMA, true)).toMatch(/clean twin\. The edits by hand came after training\.$/);
    expect(errorFinding(edited, SCHEMA, false), 'to a defender').toMatch(/clean twin\.$/);
    expect(lossFinding(say({ ...twin('a'), history: [] }, twin('b')), true)).toBe('No epoch has been finished.');
  });

  it.each<[string, object, object, RegExp | null]>([
    ['nothing when all is well', twin('a'), twin('b'), null],
    [
      'who diverged',
      twin('a'),
      lost,
      /^Training went wrong\. The suspect diverged in epoch 2.*smaller learning rate\.$/,
    ],
    ['that the clean twin did', lost, twin('b'), /The clean twin diverged/],
    ['that both did', lost, lost, /Both twins diverged/],
    ['that a number is missing, though training ended well', twin('a', NaN), twin('b'), /The clean twin diverged/],
    ['that nothing was learned', twin('a', 30, -0.1), twin('b'), /no better than the average.*larger learning rate/],
  ])('says %s', (_, clean, suspect, expected) => {
    const words = trouble(say(clean, suspect));
    if (expected) expect(words).toMatch(expected);
    else expect(words).toBeNull();
  });
});
