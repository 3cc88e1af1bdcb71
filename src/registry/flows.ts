import type { Flow } from '#lab/flow.ts';
import { byId, folderName } from './by-id.ts';

const found = import.meta.glob<Flow>('../labs/*/flow.ts', { import: 'default' });

/**
 * Fetches what a lab does with a recipe. Each flow is in a file of its own, so that no lab waits for another's code. Rejects
 * when the file does not arrive, or has another id than its folder.
 */
export async function loadFlow(lab: string): Promise<Flow> {
  const path = `../labs/${lab}/flow.ts`;
  return byId({ [path]: await found[path]!() }, folderName).get(lab)!;
}
