new Worker(new URL('../engine/engine.worker.ts', import.meta.url));
