import type { Signal, SignalKind } from '#lab/detector.ts';

/** What the four signals are called. */
export const SIGNALS: Readonly<Record<Signal, string>> = {
  alarm: 'Alarm',
  suspicious: 'Suspicious',
  quiet: 'Quiet',
  'cannot-know': 'Cannot know',
};

/** The three kinds of signal, and what each asks. */
export const KINDS: readonly { readonly kind: SignalKind; readonly title: string; readonly asks: string }[] = [
  { kind: 'performance', title: 'Performance', asks: 'Does the model do its work as well as clean models do?' },
  { kind: 'anomaly', title: 'Anomaly', asks: 'Is anything about its rows or its parameters out of the ordinary?' },
  { kind: 'provenance', title: 'Provenance', asks: 'Is it what was delivered and signed, and who delivered it?' },
];

/** The three conditions of a backdoor, with the trace that each may leave. */
export const CONDITIONS: readonly { readonly title: string; readonly trace: string }[] = [
  { title: 'A trigger', trace: 'The same mark, or the same rare kind, in many rows.' },
  { title: 'A hidden rule', trace: 'Parameters that answer to the mark alone.' },
  { title: 'Normal behaviour elsewhere', trace: 'Nothing: good test scores are no proof of a clean model.' },
];

/** Seconds a detector took: 0.4 s. */
export const seconds = (ms: number): string => `${(ms / 1000).toFixed(ms < 9950 ? 1 : 0)} s`;

/** How many findings there are of each signal, in words: "1 alarm, 2 suspicious, 9 quiet". */
export function tally(signals: readonly Signal[]): string {
  const many = (signal: Signal, word: string) => {
    const n = signals.filter((one) => one === signal).length;
    return n > 0 ? [`${n} ${word}${signal === 'alarm' && n > 1 ? 's' : ''}`] : [];
  };
  return [
    ...many('alarm', 'alarm'),
    ...many('suspicious', 'suspicious'),
    ...many('quiet', 'quiet'),
    ...many('cannot-know', 'cannot know'),
  ].join(', ');
}
