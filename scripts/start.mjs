/** `npm start`: builds the site, serves it, says where, and opens a browser where there is one. */
import { spawn, spawnSync } from 'node:child_process';
import { serve } from './serve.mjs';

const built = spawnSync('npm', ['run', 'build', '--silent'], { stdio: 'inherit', shell: process.platform === 'win32' });
if (built.status !== 0) process.exit(built.status ?? 1);

const { url } = await serve('dist', Number(process.env.PORT ?? 4173));
console.log(`\nPoison Lab is open at ${url}\nPress Ctrl+C to close it.`);

const opener = { darwin: ['open'], win32: ['cmd', '/c', 'start', ''] }[process.platform] ?? ['xdg-open'];
const hasScreen = process.platform !== 'linux' || process.env.DISPLAY || process.env.WAYLAND_DISPLAY;
if (hasScreen && !process.env.CI) {
  // A machine without a browser is fine: the address is on the screen.
  spawn(opener[0], [...opener.slice(1), url], { stdio: 'ignore', detached: true })
    .on('error', () => {})
    .unref();
}
