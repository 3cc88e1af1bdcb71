import { mkdtempSync, writeFileSync } from 'node:fs';
import { request, type Server } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { serve } from '../../../scripts/serve.mjs';

let server: Server;
let port: number;

beforeAll(async () => {
  const root = mkdtempSync(join(tmpdir(), 'serve-'));
  writeFileSync(join(root, 'index.html'), 'here');
  const served = await serve(root, 0);
  server = served.server;
  port = Number(new URL(served.url).port);
});
afterAll(() => server.close());

/** The status of what a client asks for as it stands, unlike `fetch`, which would mend the address first. */
const statusOf = (path: string) =>
  new Promise<number | undefined>((resolve, reject) => {
    request({ port, path }, (response) => resolve(response.resume().statusCode))
      .on('error', reject)
      .end();
  });

test.each(['/%E0%A4%A', '/%', '//[', '/../package.json', '/%2e%2e/package.json', '/%00', '/none.html'])(
  '%s is not found, and the server goes on',
  async (path) => {
    expect(await statusOf(path)).toBe(404);
    expect(await statusOf('/')).toBe(200);
  },
);
