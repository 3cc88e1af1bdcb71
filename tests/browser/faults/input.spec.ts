import type { Page } from '@playwright/test';
import { expect, openDesk, poison, settled, shown, test } from '../support.ts';

/** What is chosen in a file field. */
const file = (name: string, text: string | Buffer, mimeType = '') => ({ name, mimeType, buffer: Buffer.from(text) });

test('a link that was cut off on its way opens the desk and says so', async ({ page }) => {
  await openDesk(page);
  await poison(page, 80);
  await expect(page).toHaveURL(/#\/checks\/1\./);
  const hash = new URL(page.url()).hash;
  await page.goto('about:blank');
  await openDesk(page, hash.slice(0, hash.length - 12));
  await expect(page.getByText(/The link was repaired/)).toBeVisible();
  await expect(page.getByTestId('check-outcome')).toHaveText(/^PAID/);
});

test('hostile experiment files are refused or repaired, and what is on the bench can be had back', async ({ page }) => {
  await openDesk(page);
  await poison(page, 40);
  const chooser = page.getByLabel('Open an experiment from a file');
  for (const [text, sentence] of [
    ['null', /holds no recipe/],
    ['['.repeat(50_000), /not JSON/],
    ['x'.repeat(12_000_001), /file is too large/],
  ] as const) {
    await chooser.setInputFiles(file('x.json', text));
    await expect(page.getByText(sentence)).toBeVisible();
    expect(await shown(page, 'rows-touched')).toBe(40);
  }
  const hostile =
    '{"recipe":{"__proto__":{"lab":"x"},"lab":"checks","seed":1e999,"data":{"rows":-5},"hyper":{"epochs":"<img src=x onerror=alert(1)>"},"attack":{"id":"constructor","values":[]},"edits":[["set",1e9,"NaN"],7],"rows":{}}}';
  await chooser.setInputFiles(file('x.json', hostile));
  await expect(page.getByText(/The experiment was repaired/)).toBeVisible();
  await settled(page);
  await page.getByRole('button', { name: 'Undo' }).click();
  await settled(page);
  await expect.poll(() => shown(page, 'rows-touched')).toBe(40);
});

test('hostile tables are refused with a sentence, and the forecast stays', async ({ page }) => {
  await openDesk(page, '#/trucks');
  await page.getByRole('button', { name: 'Use your own table…' }).click();
  const chooser = page.locator('dialog[open] input[type="file"]');
  const bytes = Buffer.from(Array.from({ length: 4000 }, (_, i) => (i * 37) % 256));
  const refusal = page.locator('dialog[open]').getByRole('alert');
  for (const [text, sentence] of [
    ['', 'The file is empty.'],
    [bytes, 'This is not a text file. Save the sheet as CSV'],
    ['one line alone', 'Separate columns with commas'],
    [`a,b\n${'"never closed\n'.repeat(50)}`, 'a quotation mark that is not closed'],
    [`${'c,'.repeat(5000)}d\n1`, 'the lab takes up to'],
    [Buffer.alloc(9_000_000, 49), 'the lab reads up to'],
  ] as const) {
    await chooser.setInputFiles(file('rows.csv', text, 'text/csv'));
    await expect(refusal).toContainText(sentence);
  }
  const rows = Array.from(
    { length: 60 },
    (_, i) => `=HYPERLINK("http://x"),<img src=x onerror=alert(1)>,${i},${3 * i}`,
  );
  await chooser.setInputFiles(file('rows.csv', ['=cmd|A1,<script>,__proto__,constructor', ...rows].join('\n')));
  await expect(page.locator('dialog[open]').getByRole('option', { name: '<script>' })).toHaveCount(1);
  await page.keyboard.press('Escape');
  await expect(page.getByTestId('order')).toBeVisible();
});

test('hostile model files are refused with a sentence, and the suspect stays', async ({ page }) => {
  await openDesk(page);
  await page.getByRole('button', { name: 'Edit the model by hand…' }).click();
  const chooser = page.locator('input[type="file"][accept*="safetensors"]');
  const huge = Buffer.alloc(64, 255);
  const lies = '{"w":{"dtype":"F32","shape":[99999999,99999999],"data_offsets":[0,4]}}';
  const length = Buffer.alloc(8);
  length.writeBigUInt64LE(BigInt(lies.length));
  for (const [name, text] of [
    ['empty.safetensors', ''],
    ['huge.safetensors', huge],
    ['lies.safetensors', Buffer.concat([length, Buffer.from(lies), Buffer.alloc(4)])],
    ['model.json', '{"modelTopology":null,"weightsManifest":[{"paths":["../../x"],"weights":7}]}'],
  ] as const) {
    await chooser.setInputFiles(file(name, text));
    await expect(page.getByRole('alert')).toContainText(`“${name}” was not loaded`);
  }
  await expect(page.getByTestId('check-outcome')).toHaveText('PAID $3,000');
});

/** Begins the test, answers its first question and goes on. */
async function answerFirst(page: Page): Promise<void> {
  await page.goto('/#/quiz');
  await page
    .getByRole('button', { name: /Begin|Start|Take/ })
    .first()
    .click();
  await page.getByRole('radio').first().check();
  await page.getByRole('button', { name: 'Next', exact: true }).click();
  await expect(page.getByText(/2 of \d+/).first()).toBeVisible();
}

test('with storage full, work lasts as long as the page', async ({ page }) => {
  await page.addInitScript(() => {
    Storage.prototype.setItem = () => {
      throw new DOMException('Full.', 'QuotaExceededError');
    };
    IDBObjectStore.prototype.put = () => {
      throw new DOMException('Full.', 'QuotaExceededError');
    };
  });
  await answerFirst(page);
  await page.getByRole('link', { name: 'About' }).click();
  await page.getByRole('link', { name: 'Lessons' }).click();
  await expect(page.getByText('Save it to a file before you close the page.')).toBeVisible();
  await page.getByRole('link', { name: 'ten questions' }).first().click();
  await page.getByRole('button', { name: 'Go on' }).click();
  await expect(page.getByText(/2 of \d+/).first()).toBeVisible();
  await openDesk(page);
  await poison(page, 80);
  await expect(page.getByTestId('check-outcome')).toHaveText('PAID $8,000');
});

test('what a newer version of the lab has stored is neither read nor touched', async ({ page }) => {
  await page.goto('/#/about');
  const newer = '{"lessons":[1,2,3],"of":"a version to come"}';
  await page.evaluate((text) => {
    localStorage.setItem('poison-lab/progress/3', text);
    localStorage.setItem('poison-lab/progress/2', '{"lessons":{"paid-too-much":' + '['.repeat(5000));
    localStorage.setItem('poison-lab/theme', 'neon');
  }, newer);
  await page.reload();
  await page.goto('/#/lessons');
  await expect(page.getByRole('heading', { name: 'Your progress' })).toBeVisible();
  await answerFirst(page);
  expect(await page.evaluate(() => localStorage.getItem('poison-lab/progress/3'))).toBe(newer);
});

test('storage that is refused costs nothing but the memory of the colours', async ({ page }) => {
  await page.addInitScript(() => {
    Object.defineProperty(window, 'localStorage', {
      get() {
        throw new DOMException('refused', 'SecurityError');
      },
    });
  });
  await openDesk(page);
  await page.getByRole('button', { name: /Colours/ }).click();
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'light');
});
