import { mount } from 'svelte';
import type { EngineClient } from '#engine/client.ts';
import { attacks, labs } from '#registry/index.ts';
import { Experiment } from '#state/experiment.svelte.ts';
import { Link, readHash } from '#state/link.svelte.ts';
import App from './App.svelte';

/** Puts the experiment that the address asks for on the page, and starts it. */
export function openPage(client: EngineClient, target: HTMLElement): void {
  const catalog = { attacks, labs };
  const experiment = new Experiment(client, catalog, readHash(location.hash, catalog).recipe);
  void experiment.start();
  const link = new Link(experiment, catalog);
  target.textContent = '';
  mount(App, { target, props: { experiment, link } });
}
