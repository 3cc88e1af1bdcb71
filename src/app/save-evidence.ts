import { version } from '../../package.json';
import type { EvidenceRecord } from '#lab/evidence-file.ts';
import { SEALED } from '#labs/parts/challenge/words.ts';
import type { Experiment } from '#state/experiment.svelte.ts';
import { looking } from '#state/looking.svelte.ts';
import { saveFile } from '#ui/save-file.ts';

const records = import.meta.glob<EvidenceRecord>('../labs/*/record.ts', { import: 'default' });

/**
 * Saves the evidence on screen as a file. The numbers are those of one recipe: when the experiment changes while the
 * file is being made, nothing is saved and the learner is told.
 */
export async function saveEvidence(experiment: Experiment): Promise<void> {
  if (looking.sealed) {
    experiment.notices.say(SEALED.save);
    return;
  }
  const { evidence, lab } = experiment;
  if (!evidence || experiment.stale) return;
  const [digests, { evidenceFile }, record] = await Promise.all([
    experiment.ask.dataDigests(),
    import('#lab/evidence-file.ts'),
    records[`../labs/${lab.id}/record.ts`]!(),
  ]);
  if (!digests.ok || experiment.evidence !== evidence || experiment.stale) {
    experiment.notices.say('The experiment changed while the evidence was being saved. Save it again.');
    return;
  }
  const file = evidenceFile(evidence, record, { appVersion: version, dataDigests: digests.value });
  const name = `poison-lab-${evidence.suspect.digest.slice(0, 8)}.json`;
  saveFile(JSON.stringify(file, null, 2), 'application/json', name);
}
