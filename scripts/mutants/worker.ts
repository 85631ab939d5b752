/**
 * Runs tests against one mutant after another in this process: vitest stays up, and the mutated file is exchanged as vite loads it, so
 * that nothing is written. Answers each mutant with the first test file that fails, null where none does.
 */
import { resolve } from 'node:path';
import { createVitest } from 'vitest/node';

const [file, ...tests] = process.argv.slice(2).map((name) => resolve(name));
let mutated: string | null = null;

const vitest = await createVitest(
  'test',
  { watch: false, bail: 1, reporters: [{}], maxWorkers: 1, fileParallelism: false, testTimeout: 120_000 },
  {
    plugins: [
      {
        name: 'mutant',
        enforce: 'pre',
        transform: (_: string, id: string) =>
          id.split('?')[0] === file && mutated !== null ? mutated : null,
      },
    ],
  },
);
const specifications = await vitest.globTestSpecifications(tests);

process.on('message', async (source: string | null) => {
  mutated = source;
  let killer: string | null = null;
  const times: [file: string, ms: number][] = [];
  for (const test of tests) {
    vitest.invalidateFile(file!);
    for (const project of vitest.projects)
      for (const { moduleGraph } of Object.values(project.vite.environments)) moduleGraph.invalidateAll();
    const start = performance.now();
    const wanted = specifications.filter(({ moduleId }) => moduleId === test);
    const { testModules, unhandledErrors } = await vitest.runTestSpecifications(wanted);
    times.push([test, performance.now() - start]);
    if (testModules.every((one) => one.ok()) && unhandledErrors.length === 0) continue;
    killer = test;
    break;
  }
  process.send!({ killer, times });
});
// Ctrl-C does not reach a process group of its own.
process.on('disconnect', () => process.exit());
process.send!('ready');
