/** Packs what would be published, looks into it, and uses it from an empty folder: `npm run check:packages`. */
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { bundleSize } from './packages/bundle.js';
import { Consumer } from './packages/consumer.js';
import { execute } from './packages/execute.js';
import { type Packed, pack, strayFiles } from './packages/pack.js';
import { Report } from './packages/report.js';

/** Of which `restore`'s checks are some 500 bytes. */
const sizeLimit = 3_150;
const root = dirname(dirname(fileURLToPath(import.meta.url)));
const tool = (name: string) => join(root, 'node_modules/.bin', name);
const manifest = (folder: string) => JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
const temporary = mkdtempSync(join(tmpdir(), 'fastface-packages-'));
process.on('exit', () => rmSync(temporary, { recursive: true, force: true }));

/** Node 20 before 20.19 has no such flag to take back. */
const cannotBeAsked = process.allowedNodeEnvironmentFlags.has('--experimental-require-module')
  ? ''
  : '--no-experimental-require-module';
const report = new Report();
const packages: Packed[] = [];

await report.check('build', () => {
  // From nothing: a module that the source no longer has would be published otherwise.
  for (const name of ['core', 'sim', 'train']) {
    for (const output of ['dist', 'tsconfig.tsbuildinfo', 'tsconfig.cjs.tsbuildinfo']) {
      rmSync(join(root, 'packages', name, output), { recursive: true, force: true });
    }
    // All but the package.json, which says that the folder is CommonJS.
    const commonJs = join(root, 'packages', name, 'cjs');
    for (const entry of existsSync(commonJs) ? readdirSync(commonJs) : []) {
      if (entry !== 'package.json') rmSync(join(commonJs, entry), { recursive: true });
    }
  }
  execute(root, 'npm', 'run', 'build');
  return 'packages/core, packages/sim, packages/train';
});

for (const name of ['core', 'sim', 'train']) {
  await report.check(`pack ${name}`, () => {
    const packed = pack(join(root, 'packages', name), temporary);
    packages.push(packed);
    return `${packed.files.length} files, ${packed.bytes} bytes`;
  });
}

for (const packed of packages) {
  await report.check(`${packed.name} is clean`, () => {
    const stray = strayFiles(packed, root);
    if (stray.length > 0) throw new Error(`should not be published: ${stray.join(', ')}`);
    return 'no test, no path of the machine that packed it';
  });
  await report.check(`${packed.name} says what it is`, () => {
    const missing = ['LICENSE', 'NOTICE', 'README.md', 'package.json'].filter(
      (file) => !packed.files.includes(file),
    );
    if (missing.length > 0) throw new Error(`missing: ${missing.join(', ')}`);
    return 'license, notice and README are in';
  });
  await report.check(`${packed.name} publint`, () => {
    execute(temporary, tool('publint'), '--strict', packed.tarball);
    return 'nothing to say';
  });
  await report.check(`${packed.name} types`, () => {
    const isDual = packed.files.includes('cjs/package.json');
    const profile = isDual ? 'strict' : 'esm-only';
    execute(temporary, tool('attw'), packed.tarball, '--profile', profile, '--no-color', '--no-emoji');
    return isDual
      ? 'resolve from ES modules and CommonJS, with new and old resolution'
      : 'resolve from ES modules';
  });
}

await report.check('@fastface/core dependencies', () => {
  const { dependencies = {}, optionalDependencies = {} } = manifest(join(root, 'packages/core'));
  const names = Object.keys({ ...dependencies, ...optionalDependencies });
  if (names.length > 0) throw new Error(names.join(', '));
  return 'none';
});

await report.check('@fastface/core/adapters alone, in CommonJS', () => {
  const alone = join(temporary, 'alone');
  mkdirSync(alone);
  const user = new Consumer(alone);
  user.write('package.json', JSON.stringify({ name: 'alone', private: true }));
  user.install(packages[0]!.tarball);
  // As a Node or a Jest that cannot require an ES module.
  const cli = ['--no-experimental-require-module', 'use.cjs'].filter((flag) => flag !== cannotBeAsked);
  user.write(
    'use.cjs',
    `const { lossDrivenRate } = require('@fastface/core/adapters');
     const { brokenLaw } = require('@fastface/core/laws');
     const { fastface } = require('@fastface/core');
     const rate = lossDrivenRate({ learningRate: 0.1, totalSteps: 2000 });
     for (let i = 0; i < 2000; i++) rate.step(Math.max(1, 5 - i / 200));
     console.log(rate.learningRate < 0.1, brokenLaw(fastface({ totalSteps: 200 })));`,
  );
  const printed = execute(alone, process.execPath, ...cli).trim();
  if (printed !== 'true null') throw new Error(printed);
  user.write(
    'use.ts',
    `import { forTfjsOptimizer } from '@fastface/core/adapters';
     import { groups, fastface } from '@fastface/core';
     export const rate: number = groups(fastface({ totalSteps: 10 }), { head: 1 }).init().learningRates.head;
     export const make: unknown = forTfjsOptimizer;`,
  );
  for (const module of ['node16', 'nodenext']) {
    execute(alone, tool('tsc'), '--strict', '--noEmit', '--module', module, '--target', 'es2023', 'use.ts');
  }
  return `${readdirSync(join(alone, 'node_modules/@fastface')).length} package installed, and the types fit`;
});

const folder = join(temporary, 'consumer');
mkdirSync(folder);
const consumer = new Consumer(folder);

await report.check('install', () => {
  consumer.install(...packages.map(({ tarball }) => tarball));
  return packages.map(({ name }) => name).join(', ');
});

await report.check('@fastface/core used', () => {
  const printed = consumer.run(
    'use.js',
    `import { fastface, learningRates } from '@fastface/core';
     const scheduler = fastface({ learningRate: 1, patience: 1, alpha: 1, beta: 1 });
     console.log(learningRates(scheduler, [2, 1, 1, 1, 1]).join(' '));`,
  );
  if (printed !== '1 1 1 0.5 0.5') throw new Error(printed);
  return printed;
});

await report.check('@fastface/core type-checked', () => {
  consumer.write(
    'use.ts',
    `import { type CascadeState, fastface } from '@fastface/core';
     export const state: CascadeState = fastface({ totalSteps: 10 }).init();
     // @ts-expect-error: the options have types
     fastface({ totalSteps: 'ten' });`,
  );
  const options = ['--strict', '--noEmit', '--module', 'nodenext', '--target', 'es2023'];
  execute(folder, tool('tsc'), ...options, 'use.ts');
  return 'strict, with the types of the package itself';
});

for (const [runtime, version, flags] of [
  ['bun', '1.4.5', []],
  ['deno', '2.9.6', ['run', '-A', '--node-modules-dir=manual']],
] as const) {
  await report.check(`${runtime} ${version}: core and the command`, () => {
    consumer.install(`${runtime}@${version}`);
    const run = (...words: readonly string[]) =>
      execute(folder, join(folder, 'node_modules/.bin', runtime), ...flags, ...words).trim();
    const printed = run('use.js');
    if (printed !== '1 1 1 0.5 0.5') throw new Error(printed);
    consumer.write(
      'falling.csv',
      `step,loss,lr\n${Array.from({ length: 50 }, (_, i) => `${i},${3 - i / 20},0.1\n`).join('')}`,
    );
    const inspected = run('node_modules/@fastface/sim/bin/fastface.js', 'inspect', 'falling.csv');
    if (!inspected.includes('50 points')) throw new Error(inspected);
    return 'as in Node';
  });
}

await report.check('size of fastface', async () => {
  const { minified, gzipped } = await bundleSize(folder, `export { fastface } from '@fastface/core';`);
  const figure = `${gzipped} bytes gzipped (${minified} minified, limit ${sizeLimit})`;
  if (gzipped > sizeLimit) throw new Error(figure);
  return figure;
});

await report.check('@fastface/core/testing used', () => {
  consumer.install(`fast-check@${manifest(root).devDependencies['fast-check']}`);
  const names = consumer.run(
    'testing.js',
    `import * as testing from '@fastface/core/testing'; console.log(Object.keys(testing).join(', '));`,
  );
  if (names === '') throw new Error('it exports nothing');
  return names;
});

if (existsSync(join(root, 'packages/sim/src/cli/main.ts'))) {
  await report.check('fastface --version', () => {
    const printed = consumer.fastface('--version');
    const { version } = manifest(join(root, 'packages/sim'));
    if (!printed.includes(version)) throw new Error(`${printed} (expected ${version})`);
    return printed;
  });
  await report.check('fastface replay', () => {
    const records = Array.from({ length: 2_000 }, (_, step) => ({
      step,
      loss: Math.max(1, 5 - step / 100),
      lr: 0.1,
    }));
    consumer.write('losses.jsonl', records.map((record) => `${JSON.stringify(record)}\n`).join(''));
    const printed = consumer.fastface('replay', 'losses.jsonl');
    if (printed === '') throw new Error('printed nothing');
    return `${printed.split('\n').length} lines`;
  });
  await report.check('fastface replay writes a page and pictures', () => {
    const figures = ['--figure', 'figure.png', '--figure', 'figure.svg'];
    consumer.fastface('replay', 'losses.jsonl', '--report', 'report.html', ...figures);
    const [page, png, svg] = ['report.html', 'figure.png', 'figure.svg'].map((name) =>
      readFileSync(join(folder, name)),
    ) as [Buffer, Buffer, Buffer];
    // The page's script is bundled when the package is built.
    if (!page.includes('uPlot') || !page.includes('Content-Security-Policy'))
      throw new Error('a page without script');
    if (png.readUInt32BE(0) !== 0x89504e47) throw new Error('no PNG');
    if (!svg.includes('<svg ')) throw new Error('no SVG');
    return `${page.length}, ${png.length} and ${svg.length} bytes`;
  });
} else {
  report.skip('fastface', 'packages/sim/src/cli/main.ts is not there yet');
}

await report.check('fastface-train --version', () => {
  const printed = consumer.command('fastface-train', '--version');
  const { version } = manifest(join(root, 'packages/train'));
  if (!printed.includes(version)) throw new Error(`${printed} (expected ${version})`);
  return printed;
});

await report.check('fastface-train train', () => {
  const size = ['--identities', '12', '--per-identity', '4', '--image-size', '16', '--batch-size', '8'];
  const flags = ['--backend', 'wasm', '--steps', '10', '--verify-pairs', '40', '--out', 'run', '--json'];
  const { outcome, verification } = JSON.parse(
    consumer.command('fastface-train', 'train', ...size, ...flags),
  );
  if (outcome.end !== 'finished' || verification.length !== 2) throw new Error(JSON.stringify(outcome));
  const page = readFileSync(join(folder, 'run/report.html'), 'utf8');
  if (!page.includes('uPlot')) throw new Error('a page without script');
  return `${outcome.step} steps, ${verification.length} verifications, a page of ${page.length} bytes`;
});

process.exitCode = report.end();
