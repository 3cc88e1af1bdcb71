import { Pipeline } from '#engine/pipeline.ts';
