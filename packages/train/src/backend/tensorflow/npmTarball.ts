import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { lastLine, run } from './run.js';

/**
 * Fetches one package with npm, without its dependencies and without running its scripts, and unpacks it.
 *
 * @throws Error if npm cannot reach its registry, or if the checksum differs.
 */
export async function npmTarball(
  npm: string,
  { spec, integrity }: { readonly spec: string; readonly integrity: string },
  into: string,
): Promise<void> {
  const scratch = `${into}.download`;
  mkdirSync(scratch, { recursive: true });
  mkdirSync(into, { recursive: true });
  const packed = await run(npm, [
    'pack',
    '--silent',
    '--ignore-scripts',
    '--pack-destination',
    scratch,
    spec,
  ]);
  if (packed.status !== 0) throw new Error(`npm could not fetch ${spec}: ${lastLine(packed)}`);
  const tarball = join(scratch, packed.out.trim().split('\n').at(-1)!.trim());
  const found = `sha512-${createHash('sha512').update(readFileSync(tarball)).digest('base64')}`;
  if (found !== integrity) throw new Error(`${spec}: checksum ${found} (expected ${integrity}); not used`);
  const unpacked = await run('tar', ['-xzf', tarball, '-C', into, '--strip-components=1']);
  if (unpacked.status !== 0) throw new Error(`${spec} could not be unpacked: ${lastLine(unpacked)}`);
  rmSync(scratch, { recursive: true });
}
