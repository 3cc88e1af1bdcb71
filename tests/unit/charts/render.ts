import { createServer, type ViteDevServer } from 'vite';
import { afterAll, beforeAll } from 'vitest';

/**
 * Renders a component as a server would, with the site's own build set-up, into text without Svelte's markers and class
 * hashes: pictures that a test in Node can read. Call once per file; the server starts and stops around its tests.
 */
export function useRender(): (path: string, props: Record<string, unknown>) => Promise<string> {
  let server: ViteDevServer;
  beforeAll(async () => {
    server = await createServer({
      configFile: 'vite.config.ts',
      appType: 'custom',
      logLevel: 'error',
      server: { middlewareMode: true, hmr: false, ws: false, watch: null },
      optimizeDeps: { noDiscovery: true },
    });
  });
  afterAll(() => server.close());

  return async (path, props) => {
    const { render } = await server.ssrLoadModule('svelte/server');
    const { default: component } = await server.ssrLoadModule(path);
    return render(component, { props })
      .body.replace(/<!--.*?-->/g, '')
      .replace(/ ?svelte-[a-z0-9]+/g, '')
      .replace(/ class=""/g, '')
      .replace(/-?\d+\.\d{2,}/g, (number: string) => String(Number(Number(number).toFixed(1))))
      .replace(/\s+/g, ' ');
  };
}
