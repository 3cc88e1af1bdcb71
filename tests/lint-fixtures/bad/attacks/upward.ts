import { run } from '../engine/pipeline.ts';
