import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { test } from 'vitest';
import { readFile } from '../src/read/readFile.js';
import type { Trace } from '../src/trace.js';

/** Recorded logs of other people's runs. They are not part of the project. */
export const tracesFolder = join(dirname(fileURLToPath(import.meta.url)), '../../../../shared/traces');

/** A test that needs a recorded log: skipped, and saying so, where the logs are missing. */
export function testWithTrace(name: string, file: string, run: (path: string) => Promise<void> | void): void {
  const path = join(tracesFolder, file);
  if (existsSync(path)) test(name, () => run(path));
  else test.skip(`${name} [skipped: recorded log ${file} is not on this machine]`);
}

export async function readTraceFile(path: string): Promise<Trace> {
  const result = await readFile(path);
  if (!result.ok) throw new Error(JSON.stringify(result.problem));
  return result.value;
}
