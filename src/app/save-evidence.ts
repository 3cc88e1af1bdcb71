import { version } from '../../package.json';
import type { Experiment } from '#state/experiment.svelte.ts';

/**
 * Saves the evidence on screen as a file. The numbers are those of one recipe: when the experiment changes while the
 * file is being made, nothing is saved and the learner is told.
 */
export async function saveEvidence(experiment: Experiment): Promise<void> {
  const { evidence, split } = experiment;
  if (!evidence || !split || experiment.stale) return;
  const [digests, { evidenceFile }] = await Promise.all([experiment.dataDigests(), import('#lab/evidence-file.ts')]);
  if (!digests.ok || experiment.evidence !== evidence || experiment.stale) {
    experiment.notify('The experiment changed while the evidence was being saved. Save it again.');
    return;
  }
  const { contributors } = split.train.provenance;
  const file = evidenceFile(evidence, { appVersion: version, dataDigests: digests.value, contributors });
  const url = URL.createObjectURL(new Blob([JSON.stringify(file, null, 2)], { type: 'application/json' }));
  const anchor = document.createElement('a');
  anchor.href = url;
  anchor.download = `poison-lab-${evidence.suspect.digest.slice(0, 8)}.json`;
  anchor.click();
  URL.revokeObjectURL(url);
}
