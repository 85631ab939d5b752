import { setTimeout as pause } from 'node:timers/promises';
import type { Redis } from 'ioredis';
import { WorkError } from '../executor.js';
import type { ConnectOptions } from './contract.js';

/** A promise's value if it comes within this time, milliseconds. @throws Error where it does not, or the signal comes first */
function within<Value>(milliseconds: number, promise: Promise<Value>, signal?: AbortSignal): Promise<Value> {
  return new Promise((resolve, reject) => {
    const interrupted = () => reject(new Error('interrupted'));
    if (signal?.aborted) interrupted();
    signal?.addEventListener('abort', interrupted, { once: true });
    const timer = setTimeout(() => reject(new Error(`no answer in ${milliseconds / 1000} s`)), milliseconds);
    promise.then(resolve, reject).finally(() => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', interrupted);
    });
  });
}

/** A connection to Redis, and BullMQ to use it with. */
export interface QueueConnection {
  readonly bullmq: typeof import('bullmq');
  readonly client: Redis;
  /** Host and port, without the password that the address may hold. */
  readonly place: string;
  readonly note: ConnectOptions['note'];
  /**
   * Waits until a further connection is established. @throws WorkError if it fails, or takes too long; all is closed
   * then
   */
  begun(connecting: Promise<unknown>): Promise<void>;
  /** Waits for an operation at shutdown, whether or not it succeeds, but not for an unreachable or silent Redis. */
  unlessAway(something: Promise<unknown>): Promise<void>;
  /** Closes immediately; pending operations are rejected. */
  close(): void;
}

/** Timeout of Redis's first answer, in milliseconds. */
const firstAnswer = 10_000;

/** Timeout of Redis's answers at shutdown, in milliseconds. */
const lastAnswer = 2000;

/** Milliseconds without an answer after which a connection is dead. BullMQ asks for an answer after 10 s at the latest. */
const deadAfter = 30_000;

/** True if a text is the address of a Redis. */
export function isRedisUrl(text: string): boolean {
  return URL.canParse(text) && ['redis:', 'rediss:'].includes(new URL(text).protocol);
}

/**
 * Connects to `redis://[[user]:password@]host[:port][/database]` (`rediss://` with TLS). A broken connection is
 * restored.
 *
 * @throws WorkError if Redis cannot be reached, says nothing, or the packages for it are not installed
 */
export async function connectQueue(url: string, { note, signal }: ConnectOptions): Promise<QueueConnection> {
  const [bullmq, { Redis }] = await load();
  const { hostname, port } = new URL(url);
  const place = `${hostname || 'localhost'}:${port || 6379}`;
  let state: 'connecting' | 'connected' | 'closed' = 'connecting';
  let problem: NodeJS.ErrnoException | null = null;
  const client = new Redis(url, {
    lazyConnect: true,
    connectTimeout: firstAnswer / 2,
    socketTimeout: deadAfter,
    maxRetriesPerRequest: null,
    retryStrategy: (times) => (state === 'connected' ? Math.min(200 * times, 2000) : null),
  });
  client.on('error', (error) => {
    problem = error;
  });
  // BullMQ duplicates this connection for its own use.
  const clients = [client];
  const close = () => {
    state = 'closed';
    client.removeAllListeners('close');
    for (const each of clients) each.disconnect();
  };
  const begun = async (connecting: Promise<unknown>) => {
    try {
      await within(firstAnswer, connecting, signal);
    } catch (error) {
      close();
      const { code, message } = problem ?? (error as NodeJS.ErrnoException);
      throw new WorkError(
        `Redis at ${place} cannot be used (${code ?? message}); check that it runs and the address`,
      );
    }
  };
  await begun(client.connect().then(() => client.ping()));
  state = 'connected';
  const duplicate = client.duplicate.bind(client);
  client.duplicate = (...options) => {
    const copy = duplicate(...options);
    clients.push(copy);
    return copy;
  };
  let away = false;
  client.on('close', () => {
    if (!away) note(`the connection to Redis at ${place} is lost; trying again`);
    away = true;
  });
  client.on('ready', () => {
    if (away) note(`Redis at ${place} is there again`);
    away = false;
  });
  return {
    bullmq,
    client,
    place,
    note,
    begun,
    async unlessAway(something) {
      let done = false;
      const settled = something
        .catch(() => {})
        .finally(() => {
          done = true;
        });
      const answers = () =>
        within(lastAnswer, client.ping()).then(
          () => true,
          () => false,
        );
      const gone = (async () => {
        while (!done && client.status === 'ready' && (await answers())) await pause(200);
      })();
      await Promise.race([settled, gone]);
    },
    close,
  };
}

async function load() {
  try {
    return await Promise.all([import('bullmq'), import('ioredis')]);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ERR_MODULE_NOT_FOUND') throw error;
    throw new WorkError('--queue needs two packages more; npm install bullmq ioredis');
  }
}
