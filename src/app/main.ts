import '@fontsource-variable/newsreader/wght.css';
import '@fontsource-variable/newsreader/wght-italic.css';
import '@fontsource-variable/source-sans-3/wght.css';
import './theme.css';
import { EngineClient } from '#engine/client.ts';
import { labOfHash, loadView } from './views.ts';

const client = new EngineClient();
const lab = labOfHash(location.hash);
// The worker starts, and fetches what the lab needs, while the rest of the page's code arrives.
client.begin(lab);
const isStart = /^#?\/?$/.test(location.hash);
const target = document.getElementById('app')!;
// The page itself is waited for, so that none is shown that is only opening; one that fails can be asked for again there.
const [code] = await Promise.all([
  import('./open-page.ts').catch(() => null),
  Promise.resolve(isStart ? import('./Start.svelte') : loadView(lab)).catch(() => null),
]);
if (!(await code?.openPage(client, target)))
  target.textContent = 'The page’s code did not arrive whole. Check the connection, then reload the page.';
