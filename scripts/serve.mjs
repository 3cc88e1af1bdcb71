/** A small static server for the built site, with the headers a careful host would send. */
import { createReadStream, statSync } from 'node:fs';
import { createServer } from 'node:http';
import { extname, join, normalize } from 'node:path';
import { POLICY } from './csp.mjs';

const TYPES = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json',
  '.webmanifest': 'application/manifest+json',
  '.svg': 'image/svg+xml',
  '.wasm': 'application/wasm',
  '.woff2': 'font/woff2',
  '.txt': 'text/plain; charset=utf-8',
};

const HEADERS = {
  'Content-Security-Policy': `${POLICY}; frame-ancestors 'self'`,
  'X-Content-Type-Options': 'nosniff',
  'Referrer-Policy': 'no-referrer',
};

function fileFor(root, url) {
  try {
    const path = normalize(decodeURIComponent(new URL(url, 'http://host').pathname)).replace(/^(\.\.[/\\])+/, '');
    const file = join(root, path.endsWith('/') ? `${path}index.html` : path);
    return file.startsWith(normalize(root)) && statSync(file).isFile() ? file : null;
  } catch {
    // Neither a file of that name, nor maybe a name at all.
    return null;
  }
}

/** Serves a folder on a port, or on the next free one. Resolves to the server and its address. */
export function serve(root, port) {
  const server = createServer((request, response) => {
    const file = fileFor(root, request.url ?? '/');
    if (!file) return response.writeHead(404, HEADERS).end('Not found');
    // What carries a hash in its name never changes; everything else is asked for again.
    const cache = file.includes('assets') ? 'public, max-age=31536000, immutable' : 'no-cache';
    const type = TYPES[extname(file)] ?? 'application/octet-stream';
    response.writeHead(200, { ...HEADERS, 'Content-Type': type, 'Cache-Control': cache });
    createReadStream(file).pipe(response);
  });
  return new Promise((resolve, reject) => {
    server.on('error', (error) => {
      if (error.code === 'EADDRINUSE' && port !== 0) server.listen((port += 1), '127.0.0.1');
      else reject(error);
    });
    server.listen(port, '127.0.0.1', () => resolve({ server, url: `http://127.0.0.1:${server.address().port}/` }));
  });
}

if (process.argv[1]?.endsWith('serve.mjs')) {
  const { url } = await serve(process.argv[2] ?? 'dist', Number(process.argv[3] ?? 4173));
  console.log(url);
}
