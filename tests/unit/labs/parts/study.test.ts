import { describe, expect, it, test } from 'vitest';
import type { RunSummary } from '#lab/run-summary.ts';
import type { Score } from '#lab/score.ts';
import { axisChoices, axisOf, planDoses, planGrid, planSizes } from '#lab/study.ts';
import { scores } from '#labs/checks/scores.ts';
import { sizeQuestion } from '#labs/checks/size-question.ts';
import { gridCells } from '#labs/parts/study/grid-cells.ts';
import { byDose, lossTop, scoreOf, shareOf, tickOf } from '#labs/parts/study/results.ts';
import {
  amount,
  countAndShare,
  doseFinding,
  lossFinding,
  placeWords,
  progressWords,
  shareFinding,
  sizeFinding,
  soFar,
  sweepFinding,
} from '#labs/parts/study/words.ts';
import { scores as truckScores } from '#labs/trucks/scores.ts';
import { attacks, labs } from '#registry/index.ts';
import { usual } from '../../lab/catalog.ts';
import { sampleRun } from '../../sample-run.ts';

const attack = attacks.get('stamped-trigger')!;
const asScores = scores as unknown as readonly [Score, Score, Score];
const [performance, success, money] = asScores;
const forecast = truckScores as unknown as readonly Score[];

describe('results', () => {
  it('of seeds become a mean and what it spans, without those that are not here or diverged', () => {
    const plan = { doses: [0, 5], seeds: [1, 2, 3] };
    const runs = [
      sampleRun({ success: 0 }),
      sampleRun({ success: 0.2 }),
      null,
      sampleRun({ success: 0.6 }),
      sampleRun({ success: 0.1 }),
      sampleRun({ success: 1 }, {}, { diverged: true }),
    ];
    const [none, five] = byDose(plan, runs, 'suspect', success);
    expect(none).toEqual({ mean: 0.05, least: 0, most: 0.1, count: 2 });
    expect(five).toEqual({ mean: 0.4, least: 0.2, most: 0.6, count: 2 });
    expect(byDose(plan, [], 'suspect', success)).toEqual([null, null]);
  });

  it('that are no numbers are none', () => {
    expect(scoreOf(null, 'suspect', success)).toBeNull();
    expect(scoreOf(sampleRun({}), 'suspect', success)).toBeNull();
    expect(scoreOf(sampleRun({ success: NaN }), 'suspect', success)).toBeNull();
  });

  it('are coloured by their score’s range, or by one another', () => {
    expect(shareOf(0.25, [0, 1], [])).toBe(0.25);
    expect(shareOf(30, null, [10, 50])).toBe(0.5);
    expect(shareOf(7, null, [7])).toBe(0);
  });

  it('a few losses that ran away do not set the scale', () => {
    const loss = (values: number[]): RunSummary => {
      const run = sampleRun({});
      return { ...run, clean: { ...run.clean, loss: values }, suspect: { ...run.suspect, loss: values } };
    };
    const runs = [...Array.from({ length: 9 }, () => loss([2, 1])), loss([1e30, NaN])];
    expect(lossTop(runs)).toBe(2);
    expect(lossTop([])).toBe(1);
  });

  it('have axes in few characters', () => {
    expect(tickOf(success)(0.2)).toBe('20 %');
    expect(tickOf(money)(1500)).toBe('$1,500');
    expect(tickOf(forecast[0]!)(0.5)).toBe('0.5');
  });
});

describe('the finding of a dose curve', () => {
  const plan = planDoses(usual, attack, { upTo: 3, count: 4, seeds: 1 });
  const of = (...pairs: [success: number | null, suspect: number][]) =>
    doseFinding(
      plan,
      pairs.map(([value, accuracy]) =>
        sampleRun({ success: value, performance: accuracy }, { performance: 0.96 }, { rows: 3 }),
      ),
      asScores,
    );

  it('says how much it takes, and what the usual measure shows', () => {
    expect(of([0, 0.96], [0.5, 0.959], [0.95, 0.954], [1, 0.957])).toBe(
      'It takes 2 rows for an ASR of 95.0 %. CA is at most 0.6 points worse than the clean twin’s.',
    );
  });

  it('says so when the attack never works, and when it costs nothing', () => {
    expect(of([0, 0.96], [0.2, 0.97], [0.1, 0.96], [0.15, 0.96])).toBe(
      'ASR stays below 90 %: at most 20.0 %, with 1 row. CA is never worse than the clean twin’s.',
    );
  });

  it('leaves out what the attack has not', () => {
    expect(of([null, 0.96], [null, 0.9])).toBe('CA is at most 6.0 points worse than the clean twin’s.');
    expect(doseFinding(plan, [], asScores)).toBe('Nothing has been measured yet.');
  });

  it('measures an effect without a range against the most of all doses', () => {
    const effects = [0, 25, 29, 30].map((effect) =>
      sampleRun({ success: effect, performance: 7 }, { performance: 6 }, { rows: 3 }),
    );
    expect(doseFinding(plan, effects, forecast)).toBe(
      'Trigger adds: +29.0 with 2 rows, nine tenths of the most, +30.0. RMSE is at most 1.00 worse than the clean twin’s.',
    );
    const flat = [0, 0, 0, 0].map((effect) => sampleRun({ success: effect }, {}, { rows: 3 }));
    expect(doseFinding(plan, flat, forecast)).toBe('Trigger adds: 0.00 at every dose.');
  });

  it('says from where on more of it is no more poison', () => {
    const runs = [0, 1, 2, 2].map((rows) => sampleRun({ success: 1 }, {}, { rows }));
    expect(doseFinding(plan, runs, asScores)).toMatch(
      /Only 2 rows fit the attack’s settings: larger doses are that one\.$/,
    );
  });

  it('says of how many seeds it is the mean', () => {
    const seeds = planDoses(usual, attack, { upTo: 3, count: 4, seeds: 2 });
    expect(doseFinding(seeds, [sampleRun({ success: 0.95 })], asScores)).toMatch(/Means of 2 seeds\.$/);
  });
});

test('amounts read as what they count', () => {
  const budget = (id: string) => Object.values(attacks.get(id)!.fields)[0] as Parameters<typeof amount>[0];
  expect(amount(budget('stamped-trigger'), 1)).toBe('1 row');
  expect(amount(budget('stamped-trigger'), 400)).toBe('400 rows');
  expect(amount(budget('label-flip'), 0.25)).toBe('a share of 0.25');
});

describe('a sweep', () => {
  const choices = axisChoices(labs.get('checks')!, usual);
  const axis = (id: string, from: number, to: number) =>
    axisOf(
      choices.find((choice) => choice.id === id)!,
      { from, to, count: 2 },
    );
  const plan = planGrid(usual, [axis('hyper.learningRate', 0.1, 1), axis('model.hidden', 8, 16)]);
  const runs = [0.9, 0.2, 0.96].map((performanceOf) => sampleRun({ performance: performanceOf }));
  const all = [...runs, sampleRun({ performance: 0.1 }, {}, { diverged: true })];

  it('says where its score is highest and lowest, and how many runs diverged', () => {
    expect(sweepFinding(plan, all, performance)).toBe(
      'CA is highest, 96.0 %, with learning rate 0.1, 16 hidden units, and lowest, 20.0 %, with learning rate 1, 8 hidden units. 1 of 4 runs diverged.',
    );
    expect(sweepFinding(plan, [], performance)).toBe('Nothing has been measured yet.');
    expect(sweepFinding(plan, [all[3]!], performance)).toBe('No run came to a number: 1 of 4 runs diverged.');
  });

  it('has a cell for each run, hatched where one diverged and empty where none is here', () => {
    const cells = gridCells(plan, [all[0]!, null, all[2]!, all[3]!], performance);
    expect(cells.map(({ text, hatched, share }) => [text, hatched, share])).toEqual([
      ['90.0 %', false, 0.9],
      ['', false, null],
      ['96.0 %', false, 0.96],
      ['diverged', true, null],
    ]);
    expect(cells[1]!.label).toContain('learning rate 1, 8 hidden units: CA not measured yet');
  });

  it('says what the losses do', () => {
    expect(lossFinding(plan, all)).toBe(
      'Training loss by epoch, all on one scale up to 1.00: it ends higher than it began in 0 of 4 runs, and 1 diverged.',
    );
    expect(placeWords([plan.axes[0]!], 1)).toBe('learning rate 1');
  });
});

describe('the question of size', () => {
  const plan = planSizes(usual, attack, sizeQuestion, 40);
  const width = plan.axes[0]!.values.length;
  const cells = width * plan.axes[1]!.values.length;
  /** More units, more success; one share, less of it. */
  const runs = plan.recipes.map((_, i) =>
    sampleRun({ success: i < cells ? 0.1 + 0.2 * (i % width) : 0.05 * (i - cells) }, {}, { rows: 40 }),
  );

  it('compares the smallest and largest of models and of training sets', () => {
    expect(sizeFinding(plan, runs, success)).toBe(
      'With 40 poisoned rows, mean ASR goes from 10.0 % at 8 hidden units to 90.0 % at 128 hidden units: bigger models resist less here. ' +
        'From 1,000 training rows to 8,000 training rows it goes from 50.0 % to 50.0 %.',
    );
    expect(sizeFinding(plan, [], success)).toBe('Nothing has been measured yet.');
    const short = runs.map((run, i) => (i < 5 ? { ...run, rows: 30 } : run));
    expect(sizeFinding(plan, short, success)).toContain('In 5 runs fewer rows than that fit the attack');
  });

  it('tells count from share on the model of the bench', () => {
    const lines = countAndShare(plan, runs, success);
    expect(lines.sameCount.map((value) => value!.toFixed(2))).toEqual(['0.50', '0.50', '0.50', '0.50']);
    expect(lines.sameShare.map((value) => value!.toFixed(2))).toEqual(['0.00', '0.05', '0.10', '0.50']);
    expect(shareFinding(plan, runs, success)).toBe(
      'From the smallest training set to the largest, ASR moves by 0.0 points at one count and by 50.0 points at one share: here it follows the count.',
    );
    expect(shareFinding(plan, [], success)).toBe('Count against share: not measured yet.');
  });
});

test('progress is told in words', () => {
  const study = { status: 'running', finished: 3, lost: 0, tookMs: null, failure: null };
  expect(progressWords(study, 12)).toBe('Training: 3 of 12 runs are in.');
  expect(progressWords({ ...study, status: 'done', finished: 12, lost: 1, tookMs: 2345 }, 12)).toBe(
    '11 runs in 2.3 s. 1 came to nothing: the training worker stopped twice.',
  );
  expect(progressWords({ ...study, status: 'cancelled' }, 12)).toMatch(/^Cancelled after 3 of 12/);
  expect(progressWords({ ...study, status: 'failed', failure: 'It rained.', lost: 1 }, 12)).toBe(
    'No run can be measured: It rained. 2 of 12 came in before.',
  );
  expect(soFar('done', 'So it is.')).toBe('So it is.');
  expect(soFar('running', 'So it is.')).not.toContain('So it is.');
  expect(soFar('cancelled', 'So it is.')).toBe('Of the runs that came in: So it is.');
});
