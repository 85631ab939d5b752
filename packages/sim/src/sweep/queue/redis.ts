import type { Redis } from 'ioredis';
import { SweepError } from '../sweepError.js';

/** A connection to Redis, and BullMQ to use it with. */
export interface QueueConnection {
  readonly bullmq: typeof import('bullmq');
  readonly client: Redis;
  /** Host and port, without the password that the address may hold. */
  readonly place: string;
  close(): void;
}

export const queueName = 'fastface-sweep';

/** Is a text the address of a Redis? */
export function isRedisUrl(text: string): boolean {
  return URL.canParse(text) && ['redis:', 'rediss:'].includes(new URL(text).protocol);
}

/** Told once when the connection breaks and once when it is there again. */
export type ConnectionNote = (text: string) => void;

/**
 * Connects to `redis://[[user]:password@]host[:port][/database]` (`rediss://` with TLS). Once connected, it connects again
 * whenever the connection breaks.
 *
 * @throws SweepError if Redis cannot be reached or the packages for it are not installed
 */
export async function connect(url: string, note: ConnectionNote): Promise<QueueConnection> {
  const [bullmq, { Redis }] = await load();
  const { hostname, port } = new URL(url);
  const place = `${hostname || 'localhost'}:${port || 6379}`;
  let connected = false;
  let problem: NodeJS.ErrnoException | null = null;
  const client = new Redis(url, {
    lazyConnect: true,
    connectTimeout: 5000,
    maxRetriesPerRequest: null,
    retryStrategy: (times) => (connected ? Math.min(200 * times, 2000) : null),
  });
  client.on('error', (error) => {
    problem = error;
  });
  try {
    await client.connect();
    await client.ping();
  } catch (error) {
    client.disconnect();
    const { code, message } = problem ?? (error as NodeJS.ErrnoException);
    throw new SweepError(
      `Redis at ${place} cannot be used (${code ?? message}); check that it runs and the address`,
    );
  }
  connected = true;
  let broken = false;
  const tell = (now: boolean, text: string) => {
    if (broken !== now) note(text);
    broken = now;
  };
  client.on('close', () => tell(true, `the connection to Redis at ${place} is lost; trying again`));
  client.on('ready', () => tell(false, `Redis at ${place} is there again`));
  const close = () => {
    client.removeAllListeners('close');
    client.disconnect();
  };
  return { bullmq, client, place, close };
}

async function load() {
  try {
    return await Promise.all([import('bullmq'), import('ioredis')]);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ERR_MODULE_NOT_FOUND') throw error;
    throw new SweepError('--queue needs two packages more; npm install bullmq ioredis');
  }
}
