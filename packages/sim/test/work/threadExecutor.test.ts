import { pathToFileURL } from 'node:url';
import { expect, test } from 'vitest';
import { inOrder } from '../../src/work/inOrder.js';
import { moduleBeside, threadExecutor } from '../../src/work/threadExecutor.js';
import { temporaryFolder } from '../cli/run.js';

const folder = temporaryFolder();
const module = pathToFileURL(
  folder.file(
    'square.mjs',
    `export default async (n) => {
      if (n < 0) throw new RangeError('negative: ' + n);
      await new Promise((resolve) => setTimeout(resolve, n % 7));
      return n * n;
    }`,
  ),
);

test('jobs on threads come back in their order', async () => {
  const executor = threadExecutor<number, number>(module, 2);
  const jobs = Array.from({ length: 50 }, (_, n) => n);
  const results: number[] = [];
  for await (const { job, result } of inOrder(jobs, executor)) {
    expect(result).toBe(job * job);
    results.push(result);
  }
  expect(results).toHaveLength(50);
  await executor.close();
});

test("a job's error is for whoever waits for it; closing rejects what is under way", async () => {
  const executor = threadExecutor<number, number>(module, 1);
  await expect(executor.run(-1)).rejects.toThrow('negative: -1');
  const underWay = executor.run(6);
  underWay.catch(() => {});
  await executor.close();
  await expect(underWay).rejects.toThrow();
});

test('the module beside another has its ending', () => {
  expect(moduleBeside('file:///a/src/pool.ts', './thread').href).toBe('file:///a/src/thread.ts');
});
