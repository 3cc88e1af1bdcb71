import '@fontsource-variable/newsreader/wght.css';
import '@fontsource-variable/newsreader/wght-italic.css';
import '@fontsource-variable/source-sans-3/wght.css';
import './theme.css';
import { EngineClient } from '#engine/client.ts';

const client = new EngineClient();
// The worker starts, and fetches the digits, while the rest of the page's code arrives.
client.begin();
const { openPage } = await import('./open-page.ts');
openPage(client, document.getElementById('app')!);
