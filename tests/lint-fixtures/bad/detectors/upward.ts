import { inspectionOf } from '../engine/inspect.ts';
