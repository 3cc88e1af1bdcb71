import type { EpochRecord, Trained } from '#lab/evidence.ts';

/** What the build leaves beside the parameters. */
export interface StartManifest {
  /** Train key of the recipe it was trained from. */
  readonly key: string;
  readonly digest: string;
  readonly engine: string;
  readonly trainMs: number;
  readonly history: readonly EpochRecord[];
}

/**
 * A lab's clean twin trained when the site was built, so that the lab works at once; it lies in `start/`. Null when it is missing or its bytes
 * are not those that were trained: then the twin is simply trained here.
 */
export async function loadStart(
  lab: string,
  digestOf: (bytes: ArrayBufferView) => Promise<string>,
): Promise<{ key: string; trained: Trained } | null> {
  try {
    const [manifest, bytes] = await Promise.all([
      get(`start/${lab}.json`).then((response) => response.json() as Promise<StartManifest>),
      get(`start/${lab}.bin`).then((response) => response.arrayBuffer()),
    ]);
    const parameters = new Float32Array(bytes);
    if ((await digestOf(parameters)) !== manifest.digest) return null;
    const { key, digest, engine, trainMs, history } = manifest;
    return { key, trained: { status: 'trained', origin: 'built', parameters, digest, history, engine, trainMs } };
  } catch {
    return null;
  }
}

async function get(path: string): Promise<Response> {
  const response = await fetch(new URL(path, document.baseURI));
  if (!response.ok) throw new Error(`${path}: ${response.status}`);
  return response;
}
