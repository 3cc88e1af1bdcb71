import type { Flow } from '#lab/flow.ts';
import { byId, folderName } from './by-id.ts';

/** What each lab does with a recipe, by the lab's id. Apart from the labs themselves, because the page need not load it. */
export const flows = byId(import.meta.glob<Flow>('../labs/*/flow.ts', { eager: true, import: 'default' }), folderName);
