/**
 * Compiles `packages/train/kernels` (AssemblyScript) to `packages/train/src/ops/wasm/binary.ts`: `npm run kernels`. With
 * `-- --check` it only says whether that file is what the sources give. The compiler, too heavy for everybody's npm ci, comes
 * into the folder of the kernels when it is first needed.
 */
import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const folder = fileURLToPath(new URL('../packages/train/kernels', import.meta.url));
const target = fileURLToPath(new URL('../packages/train/src/ops/wasm/binary.ts', import.meta.url));
const compiler = join(folder, 'node_modules', 'assemblyscript', 'bin', 'asc.js');

if (!existsSync(compiler)) {
  const flags = ['--prefix', folder, '--ignore-scripts', '--no-package-lock', '--no-audit', '--no-fund'];
  execFileSync('npm', ['install', ...flags], { stdio: 'inherit' });
}
const source = sourceOf(compile());
if (!process.argv.includes('--check')) writeFileSync(target, source);
else if (readFileSync(target, 'utf8') !== source) {
  console.error(
    'packages/train/src/ops/wasm/binary.ts is not what packages/train/kernels gives: npm run kernels',
  );
  process.exit(1);
}

function compile(): Buffer {
  const output = mkdtempSync(join(tmpdir(), 'kernels-'));
  try {
    execFileSync(process.execPath, [compiler, '--outFile', join(output, 'kernels.wasm')], {
      cwd: folder,
      stdio: 'inherit',
    });
    return readFileSync(join(output, 'kernels.wasm'));
  } finally {
    rmSync(output, { recursive: true });
  }
}

function sourceOf(wasm: Buffer): string {
  const lines = wasm.toString('base64').match(/.{1,100}/g)!;
  return `/** packages/train/kernels, compiled: \`npm run kernels\`. */\nexport const binary =\n${lines.map((line) => `  '${line}'`).join(' +\n')};\n`;
}
