import { readdirSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = join(dirname(fileURLToPath(import.meta.url)), '../../../..');

/** Is every file of a package built, and not changed since? */
function isBuilt(name: string): boolean {
  const source = join(root, 'packages', name, 'src');
  const files = readdirSync(source, { recursive: true, encoding: 'utf8' });
  try {
    return files
      .filter((file) => file.endsWith('.ts') && !file.endsWith('.d.ts'))
      .every((file) => {
        const built = join(source, '../dist', file.replace(/\.ts$/, '.js'));
        return statSync(built).mtimeMs >= statSync(join(source, file)).mtimeMs;
      });
  } catch {
    return false;
  }
}

/** What Node is given to run the command: what is built of it, which starts sooner, or else the source itself. */
export const entry: readonly string[] =
  isBuilt('core') && isBuilt('sim')
    ? [join(root, 'packages/sim/dist/cli/main.js')]
    : ['--import', 'tsx', '--conditions=@fastface/source', join(root, 'packages/sim/src/cli/main.ts')];
