import type { Page } from '@playwright/test';
import { panel, press } from './lesson-panel.ts';
import { enter, expect, fieldOf, openDesk, poison, runDetector, settled, test, type } from './support.ts';

/** Starts to note, with its time, whatever the strip says to those who do not see it. */
async function listen(page: Page): Promise<() => Promise<{ text: string; at: number }[]>> {
  await page.evaluate(() => {
    const said: { text: string; at: number }[] = [];
    const region = document.querySelector('#main > aside > [aria-live="polite"]')!;
    new MutationObserver(() => said.push({ text: region.textContent.trim(), at: performance.now() })).observe(region, {
      childList: true,
      characterData: true,
      subtree: true,
    });
    Object.assign(window, { said });
  });
  return () => page.evaluate(() => (window as unknown as { said: { text: string; at: number }[] }).said);
}

for (const { hash, words, shown } of [
  {
    hash: '#/checks',
    words: (numbers: string[]) =>
      `Suspect retrained: clean accuracy ${numbers[0]}, attack success ${numbers[1]}, money`,
    shown: ['ca-suspect', 'asr-source'],
  },
  {
    hash: '#/trucks',
    words: (numbers: string[]) =>
      `Suspect retrained: error on test rows ${numbers[0]} trucks, wrong orders cost ${numbers[1]}.`,
    shown: ['rmse-suspect', 'money-lost'],
  },
  {
    hash: '#/checks//lesson-paid-too-much-6',
    words: (numbers: string[]) =>
      `Suspect retrained: clean accuracy ${numbers[0]}, attack success ${numbers[1]}, money`,
    shown: ['ca-suspect', 'asr-source'],
  },
])
  test(`several quick moves of the slider are one or two announcements, the last one true: ${hash}`, async ({
    page,
  }) => {
    await openDesk(page, hash);
    const said = await listen(page);
    const slider = page.getByTestId('poison-count').getByRole('slider');
    await slider.focus();
    for (let move = 0; move < 12; move++) {
      await page.keyboard.press(move % 4 === 3 ? 'ArrowLeft' : 'ArrowRight');
      await page.waitForTimeout(120);
    }
    await settled(page);
    const region = page.locator('#main > aside > [aria-live="polite"]');
    await expect(region).toContainText('Suspect retrained');
    // What is said may lag behind a run that ends now; then it is said once more.
    await expect
      .poll(async () => {
        const numbers = await Promise.all(shown.map((id) => page.getByTestId(id).innerText()));
        return (await region.textContent())!.includes(words(numbers));
      })
      .toBe(true);
    const heard = await said();
    expect(heard.length).toBeLessThanOrEqual(3);
    for (const [i, { at }] of heard.entries()) if (i > 0) expect(at - heard[i - 1]!.at).toBeGreaterThan(1900);
  });

test('in a room of the lab a new training is said as well', async ({ page }) => {
  await openDesk(page);
  await poison(page, 30);
  await page.getByRole('button', { name: 'Catch it' }).click();
  await expect(page.locator('[data-detector]').first()).toBeVisible();
  const region = page.locator('#main > aside > [aria-live="polite"]');
  const success = async () => (await page.getByTestId('asr-source').textContent())!;
  await expect(region).toContainText(`attack success ${await success()}`);
  const before = await success();
  await page.keyboard.press('Control+z');
  await expect(page.getByTestId('asr-source')).not.toHaveText(before);
  await expect(region).toContainText(`attack success ${await success()}`);
});

test('a number that is too large or none says what became of it, near its field, until another one is set', async ({
  page,
}) => {
  await openDesk(page);
  const field = page.getByTestId('poison-count');
  await type(field.getByRole('textbox'), 99999);
  await expect(field.getByText(/^Set to \d+, the most it can be\.$/)).toBeVisible();
  await poison(page, 20);
  await expect(field.getByText(/the most it can be/)).toBeHidden();
  await type(field.getByRole('textbox'), 'a lot');
  await expect(field.getByText('That is not a number, so nothing was changed.')).toBeVisible();
  await expect(field.getByRole('textbox')).toHaveValue('20');
});

test('a training that went wrong is told as one, in both labs', async ({ page }) => {
  for (const [hash, told] of [
    ['#/checks', /Training went wrong\. Both twins (diverged|have learned nothing)/],
    ['#/trucks', /Training went wrong\. .*(diverged|no better than the average)/],
  ] as const) {
    await openDesk(page, hash);
    await enter(page, fieldOf(page, /learning rate/), 99999);
    await expect(page.locator('#main > aside').getByText(told)).toBeVisible();
  }
});

test('a reloaded result sheet computes its experiment again, but not for a defender', async ({ page }) => {
  await openDesk(page);
  await poison(page, 30);
  await page.getByRole('link', { name: 'Result sheet' }).click();
  await expect(page).toHaveURL(/#\/sheet\/checks\/./);
  const digest = page.getByRole('article').locator('code').first();
  const before = await digest.textContent();
  await page.reload();
  await expect(digest).toHaveText(before!, { timeout: 60_000 });
  await expect(page.getByRole('row', { name: /rows touched/ })).toContainText('30');
  await page.getByRole('link', { name: /Back to the Check Desk/ }).click();
  await settled(page);
  await page.getByRole('radio', { name: 'Defender’s view' }).check();
  await page.getByRole('link', { name: 'Result sheet' }).click();
  await expect(page.getByRole('article')).toContainText('SHA-256');
  await expect(page).toHaveURL(/#\/sheet$/);
});

test('a defender is not told whether the suspect is its clean twin', async ({ page }) => {
  for (const hash of ['#/checks//defend', '#/trucks//defend']) {
    await openDesk(page, hash);
    await expect(page.locator('.stations > .model')).toContainText('They alone do not tell');
    await expect(page.locator('#main')).not.toContainText(/is the clean twin|one model/);
    await expect(page.locator('.stations > .model dl code'), 'two digests side by side would tell').toHaveCount(1);
  }
});

test('alarms are named and lead to their line; a limit set in a lesson is given back after its step', async ({
  page,
}) => {
  await openDesk(page, '#/checks//detect/lesson-catch-it-11');
  const lift = page.locator('[data-detector=duplicates]').getByRole('textbox');
  await page.locator('[data-detector=duplicates] [aria-expanded]').click();
  await type(lift, 4);
  await runDetector(page, 'duplicates');
  await expect(page.getByTestId('tally')).toContainText('1 alarm');
  await page.locator('.bar').getByRole('button', { name: 'The same ink in many rows' }).click();
  await expect(page.locator('[data-detector=duplicates] [aria-expanded]')).toBeFocused();
  await press(page, 'Next');
  await expect(lift).toHaveValue('16');
  await expect(panel(page)).toBeVisible();
});
