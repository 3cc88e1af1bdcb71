import { draw } from '#core/rng.ts';
