import { mount } from 'svelte';
import type { EngineClient } from '#engine/client.ts';
import { loadPacker } from '#lab/packer.ts';
import { attacks, edits, labs } from '#registry/index.ts';
import { Benches } from '#state/benches.ts';
import { isPlain } from '#state/hash.ts';
import { Link } from '#state/link.svelte.ts';
import { Notices } from '#state/notices.svelte.ts';
import App from './App.svelte';

/** Puts the experiment that the address asks for on the page, and starts it; false when what reads its link did not arrive. */
export async function openPage(client: EngineClient, target: HTMLElement): Promise<boolean> {
  if (!isPlain(location.hash, history.state)) {
    const isHere = await loadPacker().then(
      () => true,
      () => false,
    );
    if (!isHere) return false;
  }
  const notices = new Notices();
  const link = new Link(new Benches(client, { attacks, edits, labs }, notices), notices);
  target.textContent = '';
  mount(App, { target, props: { link, notices } });
  return true;
}
