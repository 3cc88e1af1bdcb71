import { edits } from '#registry/index.ts';
