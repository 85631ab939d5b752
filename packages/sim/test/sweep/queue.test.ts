import { existsSync, readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { Queue, QueueEvents, Worker } from 'bullmq';
import type { Redis } from 'ioredis';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { root } from '../cli/entry.js';
import { insightfaceLog, temporaryFolder } from '../cli/run.js';
import { start, until } from '../work/processes.js';
import { hasRedis, RedisServer } from '../work/redisServer.js';
import { sweepHere } from './inProcess.js';

const { version } = JSON.parse(readFileSync(join(root, 'packages/sim/package.json'), 'utf8'));
const folder = temporaryFolder();
const falling = Array.from({ length: 200 }, (_, i) => 3 + 40 * Math.exp(-i / 30));
const log = folder.file('training.log', insightfaceLog(falling, { rate: (i) => (i < 100 ? 0.02 : 0.002) }));
const text = (file: string) => readFileSync(folder.path(file), 'utf8');

// Recomputing everything at every iteration: each row is a shard of its own and takes long enough to be killed in.
const slow = { scheduler: ['ema-haar'], vary: ['patience=100..1000:15:int'] };
const slowWords = ['--scheduler', 'ema-haar', '--vary', 'patience=100..1000:15:int'];

describe.skipIf(!hasRedis)(`sweeps over a queue${hasRedis ? '' : ' [skipped: no redis-server here]'}`, () => {
  let server: RedisServer;
  let client: Redis;
  let queue: Queue;
  beforeAll(async () => {
    server = await RedisServer.start();
    client = server.client();
    queue = new Queue('fastface-sweep', { connection: client });
    expect((await sweepHere([log], { ...slow, output: folder.path('slow.csv') })).status).toBe(0);
  });
  afterAll(async () => {
    await queue?.close();
    client?.disconnect();
    await server?.stop();
  });
  const worker = (...more: readonly string[]) =>
    start(['worker', '--queue', server.url, '--threads', '1', '--lease', '2', ...more]);
  const sweep = (output: string, ...more: readonly string[]) =>
    start(['sweep', log, ...more, '--queue', server.url, '-o', folder.path(output)]);
  /** What is wrong, without the hint that the worker was not there yet when the sweep began. */
  const problems = (err: string) =>
    err.split('\n').filter((line) => line !== '' && !line.includes('no worker at'));
  const rowsIn = (output: string) => {
    const file = folder.path(`${output}.unfinished`);
    return existsSync(file) ? readFileSync(file, 'utf8').split('\n').length - 2 : 0;
  };

  test('a worker killed in the middle of a shard loses it to another one; the output is the unsharded one', async () => {
    const events = new QueueEvents('fastface-sweep', { connection: server.client() });
    let stalled = 0;
    events.on('stalled', () => stalled++);
    const running = sweep('killed.csv', ...slowWords);
    await until('a hint that no worker is there', () => running.text.err.includes('no worker at 127.0.0.1'));
    const first = worker();
    await until('2 rows', () => rowsIn('killed.csv') >= 2);
    await until('a shard at work', async () => (await queue.getActiveCount()) === 1);
    first.child.kill('SIGKILL');
    await first.ended;
    expect(await queue.getActiveCount()).toBe(1);
    expect(rowsIn('killed.csv')).toBeLessThan(15);
    const second = worker();
    expect((await running.ended).status).toBe(0);
    expect(text('killed.csv')).toBe(text('slow.csv'));
    expect(stalled).toBeGreaterThan(0);
    await events.close();
    second.child.kill('SIGTERM');
    const { status, out } = await second.ended;
    expect(status).toBe(0);
    expect(out).toMatch(/\n\d+ shards done\n$/);
    expect(await client.keys('fastface:*')).toEqual([]);
  });

  test('a sweep that is killed leaves its rows, and nothing in Redis for ever', async () => {
    worker();
    const first = sweep('again.csv', ...slowWords);
    await until('2 rows', () => rowsIn('again.csv') >= 2);
    first.child.kill('SIGKILL');
    await first.ended;
    const kept = rowsIn('again.csv');
    for (const key of await client.keys('fastface:*')) {
      expect(await client.ttl(key)).toBeGreaterThan(0);
      expect(await client.ttl(key)).toBeLessThanOrEqual(600);
    }
    const { out } = await sweep('again.csv', ...slowWords).ended;
    expect(out).toContain(`again.csv: 15 rows, ${kept} of them from before`);
    expect(text('again.csv')).toBe(text('slow.csv'));
  });

  test('a worker refuses what is no shard, and goes on', async () => {
    const refusing = worker();
    const envelope = { version, by: '00000000-0000-4000-8000-000000000000' };
    await queue.add('job', { ...envelope, job: { file: '/etc/passwd' } });
    await queue.add('job', 'rm -rf /');
    const key = 'fastface:sweep:00000000-0000-4000-8000-000000000000:0';
    const job = {
      trace: { key, sha256: '0'.repeat(64), records: 3 },
      scheduler: 'fastface',
      context: { learningRate: 0.1, totalSteps: 100 },
      configurations: [{}],
    };
    await queue.add('job', { ...envelope, job });
    await until('3 refusals', () => refusing.text.err.split('a shard was refused').length === 4);
    expect(refusing.text.err).toContain('the sweep that asked for this is gone');
    expect(refusing.text.err.trimEnd().split('\n')).toHaveLength(3);
    const grid = { scheduler: ['fastface'], vary: ['alpha=0.02..0.2:4:log', 'threshold=1e-4..1e-2:3:log'] };
    const words = ['--scheduler', 'fastface', ...grid.vary.flatMap((vary) => ['--vary', vary])];
    expect((await sweep('refused.csv', ...words).ended).status).toBe(0);
    await sweepHere([log], { ...grid, output: folder.path('here.csv') });
    expect(text('refused.csv')).toBe(text('here.csv'));
    await queue.obliterate({ force: true });
  });

  test('a sweep does not take what is no result', async () => {
    const liar = new Worker('fastface-sweep', async () => [{ reductions: '=cmd()' }], {
      connection: server.client(),
    });
    const { status, err } = await sweep('lies.csv', '--scheduler', 'fastface', '--vary', 'alpha=0.1,0.2')
      .ended;
    await liar.close();
    expect(status).toBe(1);
    expect(problems(err)).toEqual([expect.stringContaining('a worker could not do its part: ')]);
  });

  test('Redis that is started again and has forgotten everything: the sweep says so and goes on', async () => {
    const other = await RedisServer.start();
    const work = start(['worker', '--queue', other.url, '--threads', '1']);
    const words = ['sweep', log, ...slowWords, '-o', folder.path('forgotten.csv'), '--queue', other.url];
    const running = start(words);
    await until('2 rows', () => rowsIn('forgotten.csv') >= 2);
    await other.stop();
    await until('a word about it', () => running.text.err.includes('is lost; trying again'));
    const again = await RedisServer.start({ port: other.port });
    const { status, err } = await running.ended;
    expect(status).toBe(0);
    expect(problems(err)).toEqual([
      expect.stringContaining('is lost; trying again'),
      expect.stringContaining('is there again'),
      expect.stringContaining('has forgotten some of the work; it is sent again'),
    ]);
    expect(text('forgotten.csv')).toBe(text('slow.csv'));
    expect(work.text.err).toContain('is there again');
    work.child.kill('SIGKILL');
    await again.stop();
  });

  test('Ctrl-C, and Ctrl-C while Redis is away: a line, 130, and the same command goes on', async () => {
    const other = await RedisServer.start();
    const words = ['sweep', log, ...slowWords, '-o', folder.path('stopped.csv'), '--queue', other.url];
    const work = start(['worker', '--queue', other.url, '--threads', '1']);
    const interrupted = (rows: number) =>
      `fastface: interrupted; ${rows} rows of 15 are in ${folder.path('stopped.csv')}.unfinished, and the same command goes on`;
    const first = start(words);
    await until('2 rows', () => rowsIn('stopped.csv') >= 2);
    first.child.kill('SIGINT');
    const ended = await first.ended;
    expect(ended.status).toBe(130);
    expect(problems(ended.err)).toEqual([interrupted(rowsIn('stopped.csv'))]);

    const kept = rowsIn('stopped.csv');
    const second = start(words);
    await until('a row more', () => rowsIn('stopped.csv') > kept);
    await other.stop();
    await until('a word about it', () => second.text.err.includes('is lost; trying again'));
    second.child.kill('SIGINT');
    work.child.kill('SIGINT');
    const { status, err } = await second.ended;
    expect(status).toBe(130);
    expect(problems(err).at(-1)).toBe(interrupted(rowsIn('stopped.csv')));
    expect((await work.ended).status).toBe(0);
    expect(rowsIn('stopped.csv')).toBeLessThan(15);
    expect((await sweepHere([log], { ...slow, output: folder.path('stopped.csv') })).status).toBe(0);
    expect(text('stopped.csv')).toBe(text('slow.csv'));
  });

  test('of two equal sweeps at once, one is told of the other', async () => {
    const first = sweep('twice.csv', ...slowWords);
    await until('the first at work', () => existsSync(folder.path('twice.csv.unfinished')));
    const { status, err } = await sweep('twice.csv', ...slowWords).ended;
    expect(status).toBe(1);
    expect(err).toBe(
      `fastface: ${folder.path('twice.csv')}: process ${first.child.pid} is writing it; wait for it, or name another place\n`,
    );
    worker();
    expect((await first.ended).status).toBe(0);
    expect(text('twice.csv')).toBe(text('slow.csv'));
    expect(existsSync(folder.path('twice.csv.lock'))).toBe(false);
  });

  test('Redis that wants a password, or is not there: one line without the password', async () => {
    await client.config('SET', 'requirepass', 'right');
    const locked = server.url.replace('//', '//:wrong@');
    const nowhere = 'redis://:wrong@127.0.0.1:1';
    const [a, b, c] = await Promise.all([
      start(['worker', '--queue', server.url]).ended,
      start(['worker', '--queue', locked]).ended,
      start(['sweep', log, '-o', folder.path('nowhere.csv'), '--queue', nowhere]).ended,
    ]);
    await client.config('SET', 'requirepass', '');
    for (const { status, err } of [a, b, c]) {
      expect(status).toBe(1);
      expect(err.trimEnd().split('\n')).toHaveLength(1);
      expect(err).toContain('cannot be used (');
      expect(err).not.toContain('wrong@');
    }
    expect(c.err).toContain('Redis at 127.0.0.1:1 cannot be used (ECONNREFUSED)');
  });
});

test('a port that accepts and says nothing: worker and sweep say so within seconds', async () => {
  const silent = createServer();
  await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve));
  const place = `127.0.0.1:${(silent.address() as { port: number }).port}`;
  const ended = await Promise.all([
    start(['worker', '--queue', `redis://${place}`]).ended,
    start(['sweep', log, '-o', folder.path('silent.csv'), '--queue', `redis://${place}`]).ended,
  ]);
  silent.close();
  for (const { status, err } of ended) {
    expect(status).toBe(1);
    expect(err.trimEnd().split('\n')).toHaveLength(1);
    expect(err).toContain(`Redis at ${place} cannot be used (no answer in 10 s)`);
  }
});

test('without the packages for it, --queue says which to install', async () => {
  const hook = `export async function resolve(name, context, next) {
    if (name === 'bullmq') throw Object.assign(new Error('not installed'), { code: 'ERR_MODULE_NOT_FOUND' });
    return next(name, context);
  }`;
  const url = (code: string) => `data:text/javascript,${encodeURIComponent(code)}`;
  const register = url(`import { register } from 'node:module'; register(${JSON.stringify(url(hook))});`);
  const { status, err } = await start(['worker', '--queue', 'redis://127.0.0.1:1'], ['--import', register])
    .ended;
  expect([status, err]).toEqual([
    1,
    'fastface: --queue needs two packages more; npm install bullmq ioredis\n',
  ]);
});
