import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { test } from 'vitest';

/** Libraries too heavy for everybody's installation; `npm run peers` puts them here. */
const folder = fileURLToPath(new URL('peers/node_modules', import.meta.url));

/** A test with a library of `npm run peers`: skipped, and saying so, where it is not installed. */
export function testWithPeer<Library>(
  name: string,
  library: string,
  run: (library: Library) => void | Promise<void>,
): void {
  if (existsSync(join(folder, library))) test(name, async () => run(await importPeer<Library>(library)));
  else test.skip(`${name} [skipped: ${library} is not installed; npm run peers]`);
}

export async function importPeer<Library>(library: string): Promise<Library> {
  const path = join(folder, library);
  const { exports, main } = JSON.parse(readFileSync(join(path, 'package.json'), 'utf8'));
  const entry = exports?.import?.default ?? exports?.['.']?.import ?? main;
  return (await import(pathToFileURL(join(path, entry)).href)) as Library;
}
