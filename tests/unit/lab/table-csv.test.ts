import { expect, test } from 'vitest';
import { stream } from '#core/rng.ts';
import { MOST_BYTES, readTable, TableError, writeTable, type TableReading } from '#lab/table-csv.ts';

const bytes = (text: string) => new TextEncoder().encode(text);
const read = (text: string) => readTable(bytes(text));
const sentences = ({ problems }: TableReading) => problems.map(({ sentence }) => sentence);
const numbers = (reading: TableReading, at: number) => {
  const column = reading.columns[at]!;
  return column.kind === 'number' ? [...column.values] : null;
};

test('a clean table comes out as it went in', () => {
  const reading = read('dealer,rate,sold\nNorth,3.5,120\nSouth,-4e1,99\n');
  expect(reading).toMatchObject({ rows: 2, left: 0, problems: [], more: 0 });
  expect(reading.columns[0]).toMatchObject({ name: 'dealer', kind: 'category', kinds: ['North', 'South'] });
  expect([numbers(reading, 1), numbers(reading, 2)]).toEqual([
    [3.5, -40],
    [120, 99],
  ]);
});

test.each([
  ['semicolons and decimal commas', 'a;b\r\n1,5;2\r\n2,5;3\r\n'],
  ['tabs', 'a\tb\n1.5\t2\n2.5\t3'],
  ['a byte order mark', '\ufeffa,b\n1.5,2\n2.5,3'],
  ['quotes', '"a","b"\n"1.5","2"\n"2.5","3"'],
])('%s are understood', (_, text) => {
  const reading = read(text);
  expect(reading.problems).toEqual([]);
  expect(reading.columns.map(({ name }) => name)).toEqual(['a', 'b']);
  expect(numbers(reading, 0)).toEqual([1.5, 2.5]);
});

test('UTF-16 is read by its mark, Windows-1252 with a word of warning', () => {
  const text = 'dealer,sold\nMüller,5\n';
  const wide = new Uint8Array(2 + 2 * text.length);
  wide.set([0xff, 0xfe]);
  [...text].forEach((character, i) =>
    wide.set([character.charCodeAt(0) & 255, character.charCodeAt(0) >> 8], 2 + 2 * i),
  );
  expect(readTable(wide).columns[0]).toMatchObject({ kinds: ['Müller'] });
  const old = readTable(Uint8Array.from(text, (character) => character.charCodeAt(0)));
  expect(old.columns[0]).toMatchObject({ kinds: ['Müller'] });
  expect(sentences(old)[0]).toContain('Windows-1252');
});

test('every row that is left out is named with its line in the file, quoted line ends counted', () => {
  const reading = read('a,b\n1,2\n\n3\n4,5,6\n,7\n"x\ny",8\n9,10\n11,12\n13,14\n15,16\n');
  expect(sentences(reading)).toEqual([
    'Line 4 has 1 cell where the first line has 2.',
    'Line 5 has 3 cells where the first line has 2.',
    'Line 6 has nothing under “a”.',
    'Line 7 has “x y” under “a”, which is not a number.',
  ]);
  expect(numbers(reading, 1)).toEqual([2, 10, 12, 14, 16]);
  expect(reading).toMatchObject({ rows: 5, left: 4 });
});

test('lines that end as old Macs end them are counted too', () => {
  expect(sentences(read('a,b\r1,2\r3\r4,\r5,6\r'))).toEqual([
    'Line 3 has 1 cell where the first line has 2.',
    'Line 4 has nothing under “b”.',
  ]);
});

test('a quotation mark that is not closed swallows no line in silence', () => {
  const open = read('a,b\n1,2\n3,"4\n5,6\n7,8\n');
  expect(sentences(open)).toEqual([
    'Line 3 has a quotation mark that is not closed where its cell ends; all up to line 5 is left out.',
  ]);
  expect(open).toMatchObject({ rows: 1, left: 1 });
  expect(sentences(read('a,b\n1,2\n"3" x,4"\n5,6\n'))[0]).toContain('Line 3 has a quotation mark');
  expect(() => read('a,"b\n1,2\n')).toThrow('Line 1 has a quotation mark');
});

test('the separator is found under blank lines, and taken from a line that names it', () => {
  for (const text of ['\n \na;b\n1;2\n', 'sep=;\r\na;b\r\n1;2\r\n']) {
    const reading = read(text);
    expect(reading).toMatchObject({ rows: 1, problems: [] });
    expect(reading.columns.map(({ name }) => name)).toEqual(['a', 'b']);
  }
  expect(sentences(read('sep=;\na;b\n1\n1;2'))).toEqual(['Line 3 has 1 cell where the first line has 2.']);
});

test('a lone dash is not called a formula', () => {
  expect(sentences(read(`a,b\n${'1,2\n'.repeat(9)}-,2\n`))).toEqual([
    'Line 11 has “-” under “a”, which is not a number.',
  ]);
});

test('formulas and thousands separators in a column of numbers are refused, not guessed at', () => {
  const reading = read(`a,b\n${'1,2\n'.repeat(20)}=SUM(A1),2\n"1,234",2\n`);
  expect(sentences(reading)).toEqual([
    'Line 22 has “=SUM(A1)” under “a”, which is a formula.',
    'Line 23 has “1,234” under “a”, which is not a number.',
  ]);
});

test('names that are missing or given twice are made up, and that is said', () => {
  const reading = read('a,a,\n1,2,3\n');
  expect(reading.columns.map(({ name }) => name)).toEqual(['a', 'a (2)', 'column 3']);
  expect(reading.problems).toHaveLength(2);
});

test.each([
  ['an empty file', bytes(''), 'empty'],
  ['names and no rows', bytes('a,b\n'), 'no rows'],
  ['one column', bytes('a\n1\n2\n'), 'one column only'],
  ['a picture', Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0, 0, 0, 13), 'not a text file'],
  ['too many columns', bytes(`${Array.from({ length: 31 }, (_, i) => `c${i}`).join(',')}\n`), '31 columns'],
  ['a huge file', new Uint8Array(MOST_BYTES + 1), 'larger than 8 MB'],
  ['rows that are all wrong', bytes('a,b\n1\n2\n'), 'Line 2 has 1 cell'],
  ['rows that are all wrong in an old encoding', Uint8Array.of(0x61, 0x2c, 0xe9, 0x0a, 0x31), 'Line 2 has 1 cell'],
  ['a name given twice and no rows', bytes('a,a\n'), 'no rows'],
])('%s is refused in a sentence', (_, file, words) => {
  expect(() => readTable(file)).toThrow(TableError);
  expect(() => readTable(file)).toThrow(words);
});

test('rows beyond the limit are left out, with a word; a flood of mistakes is cut short and counted', () => {
  const long = read(`a,b\n${'1,2\n'.repeat(20_010)}`);
  expect(long).toMatchObject({ rows: 20_000, left: 10 });
  expect(sentences(long)).toEqual(['Line 20002 and all after it are beyond 20,000 rows and left out.']);
  const flood = read(`a,b\n${'1,2\n'.repeat(500)}${'1,\n'.repeat(90)}`);
  expect(flood.problems).toHaveLength(50);
  expect(flood.more).toBe(40);
});

test('a column of too many words is named', () => {
  const rows = Array.from({ length: 201 }, (_, i) => `name ${i},${i}`).join('\n');
  expect(sentences(read(`who,n\n${rows}\n`))[0]).toContain('201 different words');
});

test('what is written is read back the same, and no cell of it runs as a formula', () => {
  const reading = read('who,n\n"=1+1",1\n"@cmd, ""x""",-2.5\n"plain\nline",3\n');
  const text = writeTable(reading.columns, reading.rows);
  expect(text).toBe(`who,n\r\n'=1+1,1\r\n"'@cmd, ""x""",-2.5\r\n"plain\nline",3`);
  const again = read(text);
  expect(numbers(again, 1)).toEqual([1, -2.5, 3]);
});

test('no mutation of a file makes the reader throw anything but a sentence', () => {
  const seed = bytes('dealer;rate;sold\n104;3,5;120\n"1;17";4,25;99\n666;12;400\n');
  const draw = stream(1, 'csv');
  for (let i = 0; i < 1000; i++) {
    const file = seed.slice(0, draw() < 0.2 ? Math.floor(draw() * seed.length) : seed.length);
    for (let hit = 0; hit < 1 + 6 * draw(); hit++) file[Math.floor(draw() * file.length)] = Math.floor(draw() * 256);
    try {
      const { columns, rows } = readTable(file);
      for (const { values } of columns) expect(values).toHaveLength(rows);
    } catch (error) {
      expect(error).toBeInstanceOf(TableError);
    }
  }
});
