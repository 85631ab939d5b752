import { createServer, type Server } from 'node:net';
import { Queue, Worker } from 'bullmq';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { isRedisUrl } from '../../src/work/queue/connection.js';
import type { QueuedWork, QueueExecutor, QueueWorker } from '../../src/work/queue/contract.js';
import { openQueueExecutor, openQueueWorker } from '../../src/work/queue/open.js';
import { until } from './processes.js';
import { hasRedis, RedisServer } from './redisServer.js';

const integer = (data: unknown): number => {
  if (Number.isSafeInteger(data)) return data as number;
  throw new RangeError(`no integer: ${JSON.stringify(data)}`);
};
const squares: QueuedWork<number, number> = {
  name: 'squares',
  version: '1',
  readJob: integer,
  readResult: integer,
};
const square = async (n: number) => n * n;
const pause = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds));

describe.skipIf(!hasRedis)(`a queue${hasRedis ? '' : ' [skipped: no redis-server here]'}`, () => {
  let server: RedisServer;
  const notes: string[] = [];
  const problems: (string | null)[] = [];
  const open: (QueueExecutor<number, number> | QueueWorker)[] = [];
  const note = (text: string) => notes.push(text);
  beforeAll(async () => {
    server = await RedisServer.start();
  });
  afterEach(async () => {
    await Promise.all(open.splice(0).map((each) => each.close()));
    notes.length = 0;
    problems.length = 0;
  });
  afterAll(() => server?.stop());

  const executorFor = async (work = squares) => {
    const executor = await openQueueExecutor(server.url, work, { note });
    open.push(executor);
    return executor;
  };
  const workerFor = async (run: (n: number) => Promise<number> = square, work = squares) => {
    const done = (problem: string | null) => problems.push(problem);
    const worker = await openQueueWorker(server.url, work, run, { concurrency: 4, lease: 30, note, done });
    open.push(worker);
    return worker;
  };
  const all = (executor: QueueExecutor<number, number>, from: number, to: number) =>
    Promise.all(Array.from({ length: to - from }, (_, i) => executor.run(from + i)));
  const squaresOf = (from: number, to: number) =>
    Array.from({ length: to - from }, (_, i) => (from + i) ** 2);

  test('jobs come back, each with its own result; equal ones are done once', async () => {
    let done = 0;
    await workerFor(async (n) => {
      done++;
      return n * n;
    });
    const executor = await executorFor();
    expect(await all(executor, 0, 300)).toEqual(squaresOf(0, 300));
    expect(await Promise.all([executor.run(5), executor.run(5), executor.run(6)])).toEqual([25, 25, 36]);
    expect(done).toBe(302);
    expect(executor.place).toBe(`127.0.0.1:${server.port}`);
  });

  test('two who ask for the same at once both get it', async () => {
    await workerFor();
    const [a, b] = await Promise.all([executorFor(), executorFor()]);
    expect(await Promise.all([all(a, 0, 50), all(b, 0, 50)])).toEqual([squaresOf(0, 50), squaresOf(0, 50)]);
  });

  test('an error that may pass is tried again, a RangeError is not', async () => {
    const seen = new Map<number, number>();
    await workerFor(async (n) => {
      seen.set(n, (seen.get(n) ?? 0) + 1);
      if (n === 1) throw new RangeError('no ones');
      if (n === 2 && seen.get(n)! < 2) throw new Error('not today');
      return n * n;
    });
    const executor = await executorFor();
    const [one, two] = await Promise.allSettled([executor.run(1), executor.run(2)]);
    expect(one).toMatchObject({ reason: { message: 'a worker could not do its part: no ones' } });
    expect(two).toMatchObject({ value: 4 });
    expect([seen.get(1), seen.get(2)]).toEqual([1, 2]);
  });

  test('a job of another version, or none, is refused by the worker', async () => {
    await workerFor();
    const executor = await executorFor({ ...squares, version: '2' });
    await expect(executor.run(3)).rejects.toThrow('the job is of version "2", the worker "1"');
    const client = server.client();
    const queue = new Queue('squares', { connection: client });
    const by = '00000000-0000-4000-8000-000000000000';
    const hostile = [
      null,
      'rm -rf /',
      { version: '1', by, job: '3' },
      { version: '1', by, job: 3, file: 'x' },
    ];
    for (const data of hostile) await queue.add('job', data);
    await until('five refusals', () => problems.length === 5);
    expect(problems).not.toContain(null);
    await queue.close();
    client.disconnect();
  });

  test('what is no result of the job is not taken', async () => {
    const of = { of: '0'.repeat(64), result: 9 };
    for (const [answer, line] of [
      [of, 'the result is that of another job'],
      [9, 'Invalid type'],
      [null, 'Invalid type'],
    ] as const) {
      const liar = new Worker('squares', async () => answer, { connection: server.client() });
      try {
        const executor = await executorFor();
        await expect(executor.run(3)).rejects.toThrow(line);
      } finally {
        await liar.close();
      }
    }
  });

  test('closing rejects what is under way; nothing of it is left in the queue', async () => {
    const executor = await executorFor();
    const client = server.client();
    const queue = new Queue('squares', { connection: client });
    const underWay = executor.run(1234);
    underWay.catch(() => {});
    await until('the job is there', async () => (await queue.getWaitingCount()) === 1);
    await executor.close();
    await expect(underWay).rejects.toThrow('the queue is closed');
    await expect(executor.run(1)).rejects.toThrow('the queue is closed');
    expect(await queue.getWaitingCount()).toBe(0);
    await queue.close();
    client.disconnect();
  });

  test('a Redis that comes back with an older state: every job has its own result', async () => {
    const executor = await executorFor();
    const before = await server.snapshot();
    // Waiting for a worker; a queue that numbers its jobs would give the same numbers once more.
    const first = all(executor, 1000, 1040);
    await pause(200);
    await server.stop();
    server = await RedisServer.start({ port: server.port, snapshot: before });
    const second = all(executor, 2000, 2040);
    await workerFor();
    expect(await first).toEqual(squaresOf(1000, 1040));
    expect(await second).toEqual(squaresOf(2000, 2040));
    expect(notes.filter((text) => text.includes('has forgotten some of the work'))).toHaveLength(1);
  });

  test('a Redis that is paused, and one that has forgotten everything', async () => {
    const executor = await executorFor();
    await workerFor(async (n) => {
      await pause(5);
      return n * n;
    });
    const results = all(executor, 0, 400);
    await pause(100);
    server.pause();
    await pause(500);
    server.resume();
    await pause(100);
    await server.stop();
    server = await RedisServer.start({ port: server.port });
    expect(await results).toEqual(squaresOf(0, 400));
  });

  test('closing does not wait for a Redis that is away or silent', async () => {
    const other = await RedisServer.start();
    const close = async (begin: () => void | Promise<void>) => {
      const executor = await openQueueExecutor(other.url, squares, { note });
      const underWay = executor.run(1);
      underWay.catch(() => {});
      await begin();
      await pause(100);
      const begun = Date.now();
      await executor.close();
      expect(Date.now() - begun).toBeLessThan(5000);
      await expect(underWay).rejects.toThrow('the queue is closed');
    };
    await close(() => other.pause());
    other.resume();
    await close(() => other.stop());
  });
});

describe('a port that accepts and says nothing', () => {
  let silent: Server;
  let url: string;
  beforeAll(async () => {
    silent = createServer();
    await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve));
    url = `redis://:secret@127.0.0.1:${(silent.address() as { port: number }).port}`;
  });
  afterAll(() => silent.close());
  const note = () => {};

  test('is given up after ten seconds, in one line without the password', async () => {
    const place = new URL(url).host;
    await expect(openQueueExecutor(url, squares, { note })).rejects.toThrow(
      `Redis at ${place} cannot be used (no answer in 10 s); check that it runs and the address`,
    );
  });

  test('is given up at once when asked to', async () => {
    const stop = new AbortController();
    const opening = openQueueExecutor(url, squares, { note, signal: stop.signal });
    setTimeout(() => stop.abort(), 100);
    const begun = Date.now();
    await expect(opening).rejects.toThrow('interrupted');
    expect(Date.now() - begun).toBeLessThan(5000);
  });
});

test.each([
  ['redis://localhost', true],
  ['rediss://user:secret@10.0.0.5:6380/2', true],
  ['http://localhost', false],
  ['localhost:6379', false],
  ['', false],
])('%s is an address of a Redis: %s', (text, expected) => {
  expect(isRedisUrl(text)).toBe(expected);
});
