import type * as LinkText from './link-text.ts';

/** Writes recipes as text for a link, and reads them. */
type Packer = typeof LinkText;

let packer: Packer | null = null;
let loading: Promise<void> | null = null;

/** Whether {@link loadPacker} is done. */
export function isPackerHere(): boolean {
  return packer !== null;
}

/** Fetches what packs and unpacks recipes; a page that opens on a default recipe needs none of it to begin with. */
export function loadPacker(): Promise<void> {
  loading ??= import('./link-text.ts').then(
    (module) => void (packer = module),
    (error: unknown) => {
      loading = null;
      throw error;
    },
  );
  return loading;
}

/** @throws Error before {@link loadPacker} is done */
export function thePacker(): Packer {
  if (!packer) throw new Error('the packer of links is not here yet');
  return packer;
}
