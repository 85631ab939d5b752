/**
 * Writes `NOTICE` of each package: whose work comes along with it, and under which licence. `npm run notice`, and
 * `npm run notice -- --check` fails where one is not what the lockfile says.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type LockedPackage, noticeOf } from './packages/notice.js';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const read = (file: string) => readFileSync(join(root, file), 'utf8');
const { packages } = JSON.parse(read('package-lock.json')) as { packages: Record<string, LockedPackage> };
/** What the build puts into files of a package, with the text that its licence asks for. */
const bundled: Readonly<Record<string, readonly string[]>> = { 'packages/sim': ['uplot'] };

let stale = 0;
for (const folder of ['packages/core', 'packages/sim', 'packages/train']) {
  const texts = (bundled[folder] ?? []).map((name) => ({ name, text: read(`node_modules/${name}/LICENSE`) }));
  const notice = noticeOf(packages, folder, texts);
  const file = `${folder}/NOTICE`;
  if (!process.argv.includes('--check')) writeFileSync(join(root, file), notice);
  else if (read(file) !== notice) {
    stale++;
    console.error(`${file}: is not what package-lock.json says; run npm run notice`);
  }
}
process.exitCode = stale === 0 ? 0 : 1;
