import '@fontsource-variable/newsreader/wght.css';
import '@fontsource-variable/newsreader/wght-italic.css';
import '@fontsource-variable/source-sans-3/wght.css';
import './theme.css';
import { mount } from 'svelte';
import { EngineClient } from '#engine/client.ts';
import { attacks, labs } from '#registry/index.ts';
import { Experiment } from '#state/experiment.svelte.ts';
import { Link, readHash } from '#state/link.svelte.ts';
import App from './App.svelte';

const catalog = { attacks, labs };
const experiment = new Experiment(new EngineClient(), catalog, readHash(location.hash, catalog).recipe);
// Before anything is drawn: the worker fetches the digits meanwhile.
void experiment.start();
const link = new Link(experiment, catalog);
const target = document.getElementById('app')!;
target.textContent = '';
mount(App, { target, props: { experiment, link } });
