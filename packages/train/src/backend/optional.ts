import { createRequire } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

/**
 * Where an optional package is: beside this one, or in the project that the command is run in.
 *
 * @throws Error `not installed` where it is in neither.
 */
export function findOptional(name: string): string {
  for (const from of [import.meta.url, pathToFileURL(join(process.cwd(), 'package.json')).href]) {
    try {
      return createRequire(from).resolve(name);
    } catch {
      // The next place.
    }
  }
  throw new Error('not installed');
}
