import { expect, test } from 'vitest';
import { uniform } from '../../src/sweep/values/randomValue.js';
import type { QueuedWork, QueueWorker } from '../../src/work/queue/contract.js';
import { openQueueExecutor, openQueueWorker } from '../../src/work/queue/open.js';
import { hasRedis, RedisServer } from './redisServer.js';

/** `npm run test:queue` tries a hundred. */
const rounds = Number(process.env.FASTFACE_ROUNDS ?? 3);
const jobs = 120;
const pause = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds));
const integer = (data: unknown): number => {
  if (Number.isSafeInteger(data)) return data as number;
  throw new RangeError('no integer');
};
const work: QueuedWork<number, number> = {
  name: 'faults',
  version: '1',
  readJob: integer,
  readResult: integer,
};

test.skipIf(!hasRedis)(
  `${rounds} rounds of a Redis that is paused, killed, and comes back empty or with an older state${hasRedis ? '' : ' [skipped: no redis-server here]'}`,
  async () => {
    for (let round = 0; round < rounds; round++) {
      const random = (name: string) => uniform(1, round, name);
      let server = await RedisServer.start();
      const note = () => {};
      const open = () =>
        openQueueWorker(
          server.url,
          work,
          async (n) => {
            await pause(random(`job ${n}`) * 30);
            return n * n;
          },
          { concurrency: 2, lease: 2, note, done: () => {} },
        );
      const workers: QueueWorker[] = [await open(), await open()];
      const executor = await openQueueExecutor(server.url, work, { note });
      const run = (from: number) =>
        Promise.all(Array.from({ length: jobs }, (_, i) => executor.run(from + i)));
      const first = run(0);
      await pause(random('before the snapshot') * 200);
      const snapshot = random('empty') < 0.3 ? undefined : await server.snapshot();
      await pause(random('after the snapshot') * 300);
      if (random('paused') < 0.5) {
        server.pause();
        await pause(random('pause') * 500);
        server.resume();
      }
      await server.stop();
      server = await RedisServer.start({ port: server.port, ...(snapshot ? { snapshot } : {}) });
      const second = run(1000);
      if (random('worker goes') < 0.5) {
        await workers[0]!.close();
        workers[0] = await open();
      }
      const squares = (from: number) => Array.from({ length: jobs }, (_, i) => (from + i) ** 2);
      expect(await first, `round ${round}`).toEqual(squares(0));
      expect(await second, `round ${round}`).toEqual(squares(1000));
      await Promise.all([executor, ...workers].map((each) => each.close()));
      await server.stop();
    }
  },
  60_000 * Math.max(2, rounds),
);
