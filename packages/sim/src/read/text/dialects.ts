import type { Dialect } from './dialect.js';
import { insightface } from './insightface.js';

/** Every text dialect, the more particular first. */
export const dialects: readonly Dialect[] = [insightface];
