import { attacks } from '#registry/index.ts';
