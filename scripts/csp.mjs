/**
 * The page's Content-Security-Policy: only its own files, no inline code, WebAssembly allowed. Images may be drawn by
 * the page itself (data:, blob:). As a meta element it holds on any static host.
 */
export const POLICY = [
  "default-src 'none'",
  "script-src 'self' 'wasm-unsafe-eval'",
  "worker-src 'self'",
  "style-src 'self'",
  "img-src 'self' data: blob:",
  "font-src 'self'",
  "connect-src 'self'",
  "manifest-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
].join('; ');

/** Vite plugin that writes the policy into the built page; the dev server needs inline scripts and goes without. */
export function contentSecurityPolicy() {
  return {
    name: 'content-security-policy',
    apply: /** @type {const} */ ('build'),
    transformIndexHtml: () => [
      {
        tag: 'meta',
        attrs: { 'http-equiv': 'Content-Security-Policy', content: POLICY },
        injectTo: /** @type {const} */ ('head-prepend'),
      },
    ],
  };
}
