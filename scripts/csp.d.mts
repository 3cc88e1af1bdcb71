import type { Plugin } from 'vite';

export const POLICY: string;
export function contentSecurityPolicy(): Plugin;
