import type { EngineClient } from '#engine/client.ts';
