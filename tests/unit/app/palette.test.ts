import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

/** Tokens of the theme: name to its colour in light and in dark. */
const tokens = new Map(
  [
    ...readFileSync('src/app/theme.css', 'utf8').matchAll(
      /--([\w-]+):\s*(?:light-dark\((#\w{6}),\s*(#\w{6})\)|(#\w{6}))/g,
    ),
  ].map(([, name, light, dark, both]) => [name!, [light ?? both!, dark ?? both!] as const]),
);

/** Relative luminance of a colour, WCAG 2.2. */
function luminance(hex: string): number {
  const [r, g, b] = [1, 3, 5].map((at) => {
    const channel = parseInt(hex.slice(at, at + 2), 16) / 255;
    return channel <= 0.04045 ? channel / 12.92 : ((channel + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r! + 0.7152 * g! + 0.0722 * b!;
}

function contrast(a: string, b: string): number {
  const [dark, light] = [luminance(a), luminance(b)].sort((x, y) => x - y);
  return (light! + 0.05) / (dark! + 0.05);
}

const TEXT = ['ink', 'ink-soft', 'clean-text', 'poisoned-text', 'trigger-text', 'repaired-text', 'warning-text'];
const CHECK_INKS = ['check-ink', 'check-soft', 'check-pen', 'check-mark', 'check-right', 'check-wrong', 'check-clerk'];

test.each([
  ...TEXT.flatMap((text) => ['paper', 'sheet', 'sunken'].map((ground) => [text, ground, 4.5] as const)),
  ...CHECK_INKS.map((ink) => [ink, 'check-paper', 4.5] as const),
  ...['clean', 'poisoned', 'focus'].map((mark) => [mark, 'paper', 3] as const),
])('%s on %s has a contrast of at least %f in both themes', (text, ground, least) => {
  for (const theme of [0, 1] as const) {
    expect(contrast(tokens.get(text)![theme], tokens.get(ground)![theme])).toBeGreaterThanOrEqual(least);
  }
});
