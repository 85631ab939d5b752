import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { program } from '../packages/train/src/cli/run.js';
import { collectFences, docstringFences, type Fence } from './fences/collect.js';
import { fastfaceCommands, missingFiles, runFastface, trainArguments } from './fences/commands.js';
import { exampleImports } from './fences/exampleImports.js';
import { expectValue } from './fences/expect.js';
import { readExpected } from './fences/expected.js';
import { instrument } from './fences/instrument.js';
import { observations } from './fences/observe.js';
import { typeErrors } from './fences/typeErrors.js';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
// Inside the workspace, where imports by package name resolve; one folder a process, for runs side by side.
const folder = join(root, 'docs/.cache', `fences-${process.pid}`);
mkdirSync(folder, { recursive: true });
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Writes a fence as a module of its own, which reports the values that its comments promise. */
function prepare(fence: Fence, index: number) {
  const name = `${index}.${fence.language === 'js' ? 'js' : 'ts'}`;
  const { code, promises } = instrument(fence.code, name);
  const imports = fence.isExample ? exampleImports(root, fence.file, fence.code) : '';
  const observer =
    promises.length > 0 ? `import { observe as __observe } from '../../fences/observe.js';` : '';
  const path = join(folder, name);
  writeFileSync(path, `${imports} ${observer} ${code}\nexport {};\n`);
  return { fence, name, path, promises };
}

async function run({ fence, name, path, promises }: ReturnType<typeof prepare>): Promise<void> {
  await import(/* @vite-ignore */ pathToFileURL(path).href);
  promises.forEach(({ line, comment, expected }, i) => {
    const where = `${fence.file}:${fence.line + line} // ${comment}`;
    const values = observations(name, i);
    expect(values.length, `never reached: ${where}`).toBeGreaterThan(0);
    for (const value of values) expectValue(value, expected, where);
  });
}

const fences = collectFences(root);
const title = ({ file, line }: Fence) => `${file}:${line}`;
const isCode = ({ language, info }: Fence) => ['ts', 'js'].includes(language) && !/\bno-run\b/.test(info);

describe('code in the documentation', () => {
  const modules = fences.filter(isCode).map(prepare);
  let errors: Map<string, string[]>;
  beforeAll(() => {
    const typed = modules.filter(({ fence }) => fence.language === 'ts');
    errors = typeErrors(
      root,
      typed.map(({ path }) => path),
    );
  });

  test('is found in Markdown, docstrings and examples', () => {
    const found = modules.map(({ fence }) => fence);
    expect(found.some(({ file }) => file === 'packages/core/README.md')).toBe(true);
    expect(found.filter(({ isExample }) => isExample).length).toBeGreaterThan(10);
    expect(modules.flatMap(({ promises }) => promises).length).toBeGreaterThan(10);
  });

  test.each(modules.map((module) => [title(module.fence), module] as const))('%s runs', async (_, module) => {
    await run(module);
    expect((errors.get(module.path) ?? []).join('\n'), `types of ${title(module.fence)}`).toBe('');
  });
});

describe('commands in the documentation', () => {
  const main = 'packages/sim/src/cli/main.ts';
  const shell = fences.filter(({ language }) => language === 'sh');
  for (const fence of shell) {
    for (const command of fastfaceCommands(fence.code)) {
      const missing = [main, ...missingFiles(root, command)].filter((file) => !existsSync(join(root, file)));
      const reason = missing.length > 0 ? ` (not there: ${missing.join(', ')})` : '';
      if (reason) console.log(`skipped ${title(fence)} ${command}${reason}`);
      test.skipIf(missing.length > 0)(`${title(fence)} ${command}${reason}`, () => {
        const { status, output } = runFastface(root, command);
        expect(status, output).toBe(0);
        expect(output).not.toBe('');
      });
    }
  }
});

describe('commands that train', () => {
  const commands = fences
    .filter(({ language }) => language === 'sh')
    .flatMap((fence) => trainArguments(fence.code).map((args) => [title(fence), args] as const));

  // Most would train for hours on images that are not here.
  const parse = (args: readonly string[]) => {
    const command = program();
    for (const each of command.commands)
      each
        .action(() => {})
        .exitOverride()
        .configureOutput({ writeErr: () => {} });
    return command.parseAsync(args, { from: 'user' });
  };

  test('are found', () => expect(commands.length).toBeGreaterThan(10));

  test.each(commands)('%s: fastface-train knows the options of %j', async (_, args) => {
    await parse(args);
  });

  test('an option that there is not is found', async () => {
    await expect(parse(['train', '--stpes', '3'])).rejects.toThrow('--stpes');
    await expect(parse(['train', '--steps', 'many'])).rejects.toThrow('whole number');
    expect(trainArguments('npm run train -- --steps 3\nX=1 npx fastface-train verify a # so')).toEqual([
      ['train', '--steps', '3'],
      ['verify', 'a'],
    ]);
  });
});

describe('the runner itself', () => {
  const fence = (code: string): Fence => ({
    file: 'x.md',
    line: 1,
    language: 'ts',
    info: '',
    code,
    isExample: false,
  });
  const promised = (code: string, index: number) => run(prepare(fence(code), index));

  test('fails when a value is not the promised one', async () => {
    await promised('1 + 1; // 2', 9001);
    await expect(promised('1 + 1; // 3', 9002)).rejects.toThrow('x.md:1 // 3');
    await expect(promised('console.log([1, 2]);\n// [1, 3]', 9003)).rejects.toThrow('// [1, 3]');
    await expect(promised('const sum = 1 + 1; // 3', 9004)).rejects.toThrow('// 3');
    await expect(promised('if (1 > 2) Math.max(1, 2); // 2', 9005)).rejects.toThrow('never reached');
    await expect(promised('Math.max(1, 2); // 2 is larger', 9006)).rejects.toThrow('cannot read the value');
    await expect(promised('Float64Array.of(1, 0.5); // 1, 0.25', 9007)).rejects.toThrow('// 1, 0.25');
  });

  test('finds a type error', () => {
    const { path } = prepare(fence("const n: number = 'one';"), 9100);
    expect(typeErrors(root, [path]).get(path)).toEqual([expect.stringContaining('not assignable')]);
  });

  test.each([
    ['0.5', 0.5],
    ['-1e-3', -0.001],
    ['1, 1, 0.5', [1, 1, 0.5]],
    ['1, 1, 0.5: halved, at last', [1, 1, 0.5]],
    ['0.1: the loss still falls', 0.1],
    ['0.5, because it is flat', 0.5],
    ['0.5 (flat)', 0.5],
    ["[{ at: 3, why: 'flat, …' }]", [{ at: 3, why: 'flat, …' }]],
    ['{ a: null, b: [true] }', { a: null, b: [true] }],
  ])('reads %s', (comment, value) => {
    expect(readExpected(comment)).toEqual({ kind: 'value', value });
  });

  test('tells words and broken values apart', () => {
    expect(readExpected('your training step').kind).toBe('words');
    expect(readExpected('[1, 2').kind).toBe('unreadable');
    expect(readExpected('0.333…')).toEqual({ kind: 'prefix', text: '0.333' });
  });

  test('takes examples and fences out of a docstring, with their lines', () => {
    const source =
      '/** One line. */\n/**\n * @example\n * f(1); // 1\n * @see x\n */\n/**\n * ```ts\n * g();\n * ```\n */';
    const found = docstringFences('x.ts', source).map(({ line, code }) => [line, code]);
    expect(found).toEqual([
      [3, '\nf(1); // 1'],
      [9, 'g();'],
    ]);
  });

  test('tells the files a command reads from those it writes', () => {
    const command = 'fastface replay no/such.log package.json --html new.html > out.txt';
    expect(missingFiles(root, command)).toEqual(['no/such.log']);
    expect(fastfaceCommands('npm i\nnpx fastface a \\\n  b\n# c')).toEqual(['npx fastface a b']);
  });
});
