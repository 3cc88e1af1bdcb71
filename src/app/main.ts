import '@fontsource-variable/newsreader/wght.css';
import '@fontsource-variable/newsreader/wght-italic.css';
import '@fontsource-variable/source-sans-3/wght.css';
import './theme.css';
import { EngineClient } from '#engine/client.ts';

const client = new EngineClient();
// The worker starts, and fetches the digits, while the rest of the page's code arrives.
client.begin();
const target = document.getElementById('app')!;
const code = await import('./open-page.ts').catch(() => null);
if (code) code.openPage(client, target);
else target.textContent = 'The page’s code did not arrive whole. Check the connection, then reload the page.';
