import { PIXELS } from '#core/dataset.ts';
import { layersOf, type Layer, type ModelSpec } from '#lab/model.ts';
import { activationsOf, readAs, responseOf, sumsOf, sumsOfImages } from './dense-net.ts';
