import { mount } from 'svelte';
import type { EngineClient } from '#engine/client.ts';
import { attacks, edits, labs } from '#registry/index.ts';
import { Benches } from '#state/benches.ts';
import { Link } from '#state/link.svelte.ts';
import { Notices } from '#state/notices.svelte.ts';
import App from './App.svelte';

/** Puts the experiment that the address asks for on the page, and starts it. */
export function openPage(client: EngineClient, target: HTMLElement): void {
  const notices = new Notices();
  const link = new Link(new Benches(client, { attacks, edits, labs }, notices), notices);
  target.textContent = '';
  mount(App, { target, props: { link, notices } });
}
