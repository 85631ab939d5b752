/**
 * Makes packages/sim/traces/synthetic-quadratic.jsonl: SGD on a noisy quadratic, simulated by its law, seeded.
 * `npx tsx --conditions=@fastface/source scripts/makeEmbeddedTrace.ts`
 */
import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { embeddedTrace } from './embeddedTrace.js';

const file = fileURLToPath(new URL('../packages/sim/traces/synthetic-quadratic.jsonl', import.meta.url));
writeFileSync(file, embeddedTrace());
console.log(file);
