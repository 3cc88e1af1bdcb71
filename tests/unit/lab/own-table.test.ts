import { expect, test } from 'vitest';
import { stream } from '#core/rng.ts';
import { blankRows, type Table } from '#core/table.ts';
import { columnsOf, suggestChoice, tableDigest, tableOf, wordsFault, type TableChoice } from '#lab/own-table.ts';
import { readTable, TableError, writeTable, type TableReading } from '#lab/table-csv.ts';

const read = (text: string) => readTable(new TextEncoder().encode(text));
const csv = (header: string, rows: number, row: (i: number) => string) =>
  read(`${header}\n${Array.from({ length: rows }, (_, i) => row(i)).join('\n')}\n`);

/** 40 rows of four dealerships in two states. */
const trucks = () =>
  csv('dealership,state,ads,interest rate,trucks sold', 40, (i) =>
    [`D${i % 4}`, i % 2 ? 'Ohio' : 'Iowa', i % 7, 3 + (i % 5) / 4, 50 + i].join(','),
  );
const CHOICE: TableChoice = {
  target: 'trucks sold',
  features: ['dealership', 'state', 'ads', 'interest rate'],
  driver: 'interest rate',
  group: 'dealership',
};
const kindsOf = (table: Table) => table.schema.categories.map(({ kinds }) => kinds);

function choose(reading: TableReading): TableChoice {
  const choice = suggestChoice(reading);
  if ('sentence' in choice) throw new TableError(choice.sentence);
  return choice;
}

test('names suggest what to forecast, what drives it and what the units of business are', () => {
  expect(suggestChoice(trucks())).toEqual(CHOICE);
});

test.each([
  ['the last number where no name speaks', 'a,b,c', '1,2,3', { target: 'c', driver: 'a', group: null }],
  ['camel case and underscores', 'unitsSold,loan_rate,size', '1,2,3', { target: 'unitsSold', driver: 'loan_rate' }],
  [
    'not what was sold last year',
    'sold last year,rate,sales',
    '1,2,3',
    { target: 'sales', features: ['sold last year', 'rate'] },
  ],
  ['no id as a number', 'dealer id,idle,sold', '1,2,3', { driver: 'idle', features: ['idle'], group: null }],
])('a suggestion takes %s', (_, header, row, expected) => {
  const rows = (i: number) => row.replace(/\d/g, (digit) => String(Number(digit) + i));
  expect(suggestChoice(csv(header, 40, rows))).toMatchObject(expected);
});

test('a suggested group is the category with most kinds, but no date, no name per row, none above 200', () => {
  const reading = csv('note,day,place,size,sold', 400, (i) => `n${i},d${i % 90},p${i % 30},${i % 9},${i}`);
  expect(suggestChoice(reading)).toMatchObject({ group: 'place', features: ['day', 'place', 'size'] });
  const wide = csv('branch,city,size,sold', 500, (i) => `b${i % 201},c${i % 20},${i % 9},${i}`);
  expect(suggestChoice(wide)).toMatchObject({ group: 'city', features: ['city', 'size'] });
});

test('suggested features never make more inputs than the lab takes', () => {
  const reading = csv('a,b,c,size,sold', 600, (i) => `a${i % 180},b${i % 170},c${i % 150},${i % 9},${i}`);
  expect(suggestChoice(reading)).toMatchObject({ group: 'a', features: ['a', 'b', 'size'] });
  expect(() => tableOf(reading, choose(reading))).not.toThrow();
});

test('fewer than two columns of numbers are refused in a sentence', () => {
  expect(suggestChoice(csv('a,b', 40, (i) => `x${i},${i}`))).toEqual({
    sentence: expect.stringContaining('only one column of numbers'),
  });
  expect(suggestChoice(csv('a,b', 40, (i) => `x${i},y`))).toEqual({
    sentence: expect.stringContaining('no column of numbers'),
  });
});

test('a table keeps the values, the group first, and has a kind for the trigger that no row has', () => {
  const table = tableOf(trucks(), { ...CHOICE, features: ['interest rate', 'state', 'ads', 'dealership'] });
  expect(table).toMatchObject({ rows: 40, schema: { driver: 0, group: { category: 0, trigger: 4 } } });
  expect(table.schema.numbers.map(({ name }) => name)).toEqual(['interest rate', 'ads']);
  expect(kindsOf(table)).toEqual([
    ['D0', 'D1', 'D2', 'D3', '666'],
    ['Iowa', 'Ohio'],
  ]);
  expect([...table.numbers.slice(6, 8), ...table.kinds.slice(6, 8), table.target[3]]).toEqual([3.75, 3, 3, 1, 53]);
  expect([...table.id]).toEqual(Array.from({ length: 40 }, (_, i) => i));
  expect(table.provenance).toEqual({ sources: ['Own table'], contributors: ['Own table', 'Unknown sender'] });
  expect([...table.contributor, ...table.batch].every((value) => value === 0)).toBe(true);
});

test('a group is a feature even when it is not listed; without one there is no trigger', () => {
  const features = ['ads', 'interest rate'];
  expect(kindsOf(tableOf(trucks(), { ...CHOICE, features }))).toHaveLength(1);
  const none = tableOf(trucks(), { ...CHOICE, features, group: null });
  expect(none.schema).toMatchObject({ categories: [], group: null });
  expect(none.kinds).toHaveLength(0);
});

test('a group that has the kind 666 keeps it in its place; whole numbers may be names', () => {
  const reading = csv('dealer,rate,sold', 40, (i) => `${[104, 666, 98][i % 3]},${i % 9},${i}`);
  const table = tableOf(reading, { target: 'sold', features: ['rate'], driver: 'rate', group: 'dealer' });
  expect(kindsOf(table)).toEqual([['104', '666', '98']]);
  expect(table.schema.group).toEqual({ category: 0, trigger: 1 });
  expect([...table.kinds.slice(0, 3)]).toEqual([0, 1, 2]);
});

const wide = () =>
  csv('a,b,many,half,size,huge,flat,sold', 500, (i) =>
    [`a${i % 199}`, `b${i % 199}`, `m${i % 201}`, 0.5 + (i % 3), i % 9, i === 7 ? '2e9' : i % 5, 3, i].join(','),
  );
const WIDE: TableChoice = { target: 'sold', features: ['size'], driver: 'size', group: null };

test.each<[string, Partial<TableChoice>, string]>([
  ['what is forecast among the features', { features: ['size', 'sold'] }, '“sold” is what is forecast'],
  ['what is forecast as the group', { group: 'sold' }, '“sold” is what is forecast'],
  ['words to forecast', { target: 'a' }, '“a” holds words'],
  ['a column the file lacks', { features: ['size', 'gone'] }, 'no column “gone”'],
  ['no number among the features', { features: ['a'] }, 'No number is among the features'],
  ['a driver that is no feature', { driver: 'half' }, '“half”, has to be a number among the features'],
  ['too many words', { features: ['size', 'many'] }, '“many” has 201 different words'],
  ['a group of too many words', { group: 'many' }, '“many” has 201 different words'],
  ['a group of numbers that are not whole', { group: 'half' }, '“half” holds numbers that are not whole'],
  ['too many inputs', { features: ['size', 'half', 'huge', 'a', 'b'], group: 'a' }, 'make 402 inputs'],
  ['a value beyond a billion', { features: ['size', 'huge'] }, '“huge” is 2000000000 in row 8'],
  ['nothing to forecast', { target: 'flat' }, '“flat” is 3 in every row'],
  ['a driver that is always the same', { features: ['flat'], driver: 'flat' }, 'Choose another driver'],
])('%s is refused in a sentence', (_, change, words) => {
  const build = () => tableOf(wide(), { ...WIDE, ...change });
  expect(build).toThrow(TableError);
  expect(build).toThrow(words);
});

test('fewer than 30 rows are refused', () => {
  const [few, enough] = [29, 30].map((rows) => csv('a,b', rows, (i) => `${i},${i}`));
  expect(() => tableOf(few!, choose(few!))).toThrow('29 good rows');
  expect(tableOf(enough!, choose(enough!)).rows).toBe(30);
});

test('a column says why it cannot be one of words, and shows no more than a little of a stranger’s name', () => {
  const [a, , many, half] = wide().columns;
  expect([wordsFault(a!), wordsFault({ ...half!, values: Float64Array.of(1, 2) } as never)]).toEqual([null, null]);
  expect(wordsFault({ ...many!, name: `x\u202e${'y'.repeat(99)}` })).toMatch(/^“x y{30}…” has/);
});

test('the digest follows every value, and not the order in which a schema was written', async () => {
  const table = tableOf(trucks(), CHOICE);
  const digest = await tableDigest(table);
  expect(digest).toMatch(/^[0-9a-f]{16}$/);
  expect(await tableDigest(tableOf(trucks(), CHOICE))).toBe(digest);
  const { driver, ...rest } = table.schema;
  expect(await tableDigest({ ...table, schema: { driver, ...rest } })).toBe(digest);
  const bumped = <T extends Float64Array | Uint16Array | Uint8Array | Int32Array>(values: T) => {
    const copy = values.slice() as T;
    copy[5]! += 1;
    return copy;
  };
  const others: Table[] = [
    ...(['numbers', 'kinds', 'target', 'contributor', 'batch', 'id'] as const).map((key) => ({
      ...table,
      [key]: bumped(table[key]),
    })),
    { ...table, schema: { ...table.schema, driver: 0 } },
    { ...table, schema: { ...table.schema, group: null } },
  ];
  const digests = await Promise.all(others.map(tableDigest));
  expect(new Set([digest, ...digests]).size).toBe(1 + others.length);
});

test('what is written and read again makes the same table', () => {
  const table = tableOf(trucks(), CHOICE);
  const text = writeTable(columnsOf(table), table.rows);
  expect(text.split('\r\n')[0]).toBe('dealership,state,ads,interest rate,trucks sold');
  const again = read(text);
  expect(again).toMatchObject({ rows: 40, left: 0, problems: [] });
  expect(tableOf(again, choose(again))).toEqual(table);
});

test('months are written where they are known, under a name of their own', () => {
  const table = tableOf(trucks(), CHOICE);
  const batch = table.batch.map((_, row) => 1 + (row % 12));
  const numbers = [{ name: 'month', unit: '' }, table.schema.numbers[1]!];
  const columns = columnsOf({ ...table, batch, schema: { ...table.schema, numbers } });
  expect(columns.map(({ name }) => name)).toEqual([
    'dealership',
    'month (2)',
    'state',
    'month',
    'interest rate',
    'trucks sold',
  ]);
  const again = read(writeTable(columns, table.rows));
  expect(tableOf(again, CHOICE_WITH_MONTH).numbers).toEqual(table.numbers);
});
const CHOICE_WITH_MONTH = { ...CHOICE, features: ['dealership', 'state', 'month', 'interest rate'] };

test('a group of numbers as names comes back when it is chosen again', () => {
  const reading = csv('dealer,rate,sold', 40, (i) => `${[104, 666, 98][i % 3]},${i / 8},${i}`);
  const choice: TableChoice = { target: 'sold', features: ['rate'], driver: 'rate', group: 'dealer' };
  const table = tableOf(reading, choice);
  expect(tableOf(read(writeTable(columnsOf(table), table.rows)), choice)).toEqual(table);
});

test('cells that a spreadsheet would run are written as text and stay so', () => {
  const formulas = ['=1+1', '@cmd', '+x', '-y'];
  const reading = csv('=who,rate,sold', 40, (i) => `${formulas[i % 4]},${-i},${i}`);
  const text = writeTable(columnsOf(tableOf(reading, choose(reading))), 40);
  for (const cell of text.split(/\r\n|,/)) expect(cell).toMatch(/^(-?\d+|'[=@+-].*|rate|sold)$/);
  const again = read(text);
  expect(tableOf(again, choose(again)).kinds.toSorted()).toEqual(tableOf(reading, choose(reading)).kinds.toSorted());
  expect(writeTable(columnsOf(tableOf(again, choose(again))), 40)).toBe(text);
});

test('a table without rows is written as its header', () => {
  const { schema, provenance } = tableOf(trucks(), CHOICE);
  const empty: Table = { ...blankRows(0, schema), schema, provenance, id: new Int32Array(0) };
  expect(writeTable(columnsOf(empty), 0).trim()).toBe('dealership,state,ads,interest rate,trucks sold');
});

test('any file ends in a table of finite values or in a sentence', () => {
  const header = 'dealer;rate;state;sold\n';
  const line = (i: number) => `${i % 5 ? `N${i % 4}` : '666'};${i % 9},5;${i % 2 ? 'Ohio' : '"Io;wa"'};${120 + i}\n`;
  const seed = new TextEncoder().encode(header + Array.from({ length: 60 }, (_, i) => line(i)).join(''));
  const nasty = [...'\n\r";,\t=-+.e90\0\ufeff'].map((character) => character.charCodeAt(0) & 255);
  const draw = stream(1, 'own-table');
  const ends = { tables: 0, sentences: 0 };
  for (let i = 0; i < 500; i++) {
    const file = seed.slice(0, draw() < 0.2 ? Math.floor(draw() * seed.length) : seed.length);
    for (let hits = 12 * draw() * draw(); hits > 0; hits--) {
      const near = draw() < 0.3 ? header.length : file.length;
      file[Math.floor(draw() * near)] =
        draw() < 0.5 ? nasty[Math.floor(draw() * nasty.length)]! : Math.floor(draw() * 256);
    }
    try {
      const reading = readTable(file);
      const { rows, numbers, target, kinds, schema } = tableOf(reading, choose(reading));
      expect([...numbers, ...target].every(Number.isFinite)).toBe(true);
      const widths = schema.categories.map((category) => category.kinds.length);
      expect(kinds.every((kind, at) => kind < widths[at % widths.length]!)).toBe(true);
      expect([numbers.length, target.length]).toEqual([rows * schema.numbers.length, rows]);
      ends.tables++;
    } catch (error) {
      expect(error).toBeInstanceOf(TableError);
      expect((error as Error).message).toMatch(/^\S.*[.]$/s);
      ends.sentences++;
    }
  }
  // Both ends are met often, or the mutations test little.
  expect(Math.min(ends.tables, ends.sentences)).toBeGreaterThan(100);
});
