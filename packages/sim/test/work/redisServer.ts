import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Redis } from 'ioredis';
import { afterAll } from 'vitest';

/** Is Debian's redis-server, or another one, on this machine? */
export const hasRedis = spawnSync('redis-server', ['--version']).status === 0;

// A test that fails does not come to stop its server.
const running = new Set<ChildProcess>();
afterAll(() => {
  for (const child of running) child.kill('SIGKILL');
});

/** A Redis of the test's own, on a port that was free, which keeps nothing of its own accord. */
export class RedisServer {
  private constructor(
    private readonly child: ChildProcess,
    private readonly folder: string,
    readonly port: number,
  ) {}

  /** Starts one, with the state that another one had when it was asked for a snapshot. */
  static async start({ port, snapshot }: { port?: number; snapshot?: Buffer } = {}): Promise<RedisServer> {
    const folder = mkdtempSync(join(tmpdir(), 'fastface-redis-'));
    if (snapshot) writeFileSync(join(folder, 'dump.rdb'), snapshot);
    const own = port ?? (await freePort());
    const words = ['--port', `${own}`, '--bind', '127.0.0.1', '--save', '', '--dir', folder];
    const child = spawn('redis-server', words, { stdio: 'ignore' });
    running.add(child);
    const server = new RedisServer(child, folder, own);
    const client = server.client();
    await client.ping();
    client.disconnect();
    return server;
  }

  get url(): string {
    return `redis://127.0.0.1:${this.port}`;
  }

  client(): Redis {
    const client = new Redis(this.url, { maxRetriesPerRequest: null, retryStrategy: () => 50 });
    client.on('error', () => {});
    return client;
  }

  /** All that it holds now. */
  async snapshot(): Promise<Buffer> {
    const client = this.client();
    await client.save();
    client.disconnect();
    return readFileSync(join(this.folder, 'dump.rdb'));
  }

  /** Stops answering, with its connections open, until `resume`. */
  pause(): void {
    this.child.kill('SIGSTOP');
  }

  resume(): void {
    this.child.kill('SIGCONT');
  }

  async stop(): Promise<void> {
    const ended = new Promise((resolve) => this.child.once('exit', resolve));
    this.child.kill('SIGKILL');
    await ended;
    running.delete(this.child);
    rmSync(this.folder, { recursive: true, force: true });
  }
}

const freePort = () =>
  new Promise<number>((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address() as { port: number };
      server.close(() => resolve(port));
    });
  });
