import { expose } from 'comlink';
import { WorkerApi } from './worker-api.ts';

// Must run at the top of the module, before anything is awaited, or the first calls are lost.
expose(new WorkerApi());
