import { timingSafeEqual } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { NumberedEvent } from './event.js';
import { type Rate, rateOf } from './rate.js';
import type { Watcher } from './watcher.js';
import type { SourceEvent, WatchOutput } from './watchLog.js';

export interface ServeOptions {
  readonly host: string;
  readonly port: number;
  /** Who asks must show it: `Authorization: Bearer TOKEN`. Only the loopback interface may do without. */
  readonly token: string | null;
  /** Takes a loss that was posted; null where a log is followed instead. */
  readonly onLoss: ((loss: number | null, step: number | null) => Rate | null) | null;
}

/** Events that a client which comes back, or late, is told. */
const kept = 1000;
const largestBody = 1 << 16;
const loopback = ['localhost', '127.0.0.1', '::1'];

export const isLoopback = (host: string): boolean => loopback.includes(host);

/**
 * The rate, the events, and losses in, over HTTP:
 *
 *     GET  /rate     the rate of the next update, as in the file of --write-rate; 503 before there is one
 *     GET  /events   server-sent events: the latest ones, or those after `Last-Event-ID`, then each as it comes
 *     POST /loss     {"loss": 2.31, "step": 12}, answered with the rate; 409 where a log is followed
 *
 * A page in a browser cannot use it: a request with an `Origin`, or for another host than the loopback's, is refused, since
 * whoever runs a browser here would else lend it to every page that is open.
 */
export async function serve(
  options: ServeOptions,
): Promise<WatchOutput & { readonly address: string; close(): Promise<void> }> {
  let watcher: Watcher | null = null;
  const events: string[] = [];
  const clients = new Set<ServerResponse>();
  const server = createServer((request, response) => {
    answer(request, response).catch(() => response.destroy());
  });
  const answer = async (request: IncomingMessage, response: ServerResponse) => {
    const refused = refusal(request, options);
    if (refused) return send(response, ...refused);
    const what = `${request.method} ${new URL(request.url ?? '/', 'http://localhost').pathname}`;
    if (what === 'GET /rate') {
      const rate = watcher && rateOf(watcher);
      return rate
        ? send(response, 200, rate)
        : send(response, 503, { error: 'no rate yet: too few losses, or no length' });
    }
    if (what === 'GET /events') {
      response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store' });
      response.write(': events of fastface watch\n\n');
      const after = Number(request.headers['last-event-id'] ?? Number.NEGATIVE_INFINITY);
      for (const text of events) {
        const id = /^id: (\d+)/.exec(text);
        if (!id || Number(id[1]) > after) response.write(text);
      }
      clients.add(response);
      response.on('close', () => clients.delete(response));
      return;
    }
    if (what !== 'POST /loss') return send(response, 404, { error: 'GET /rate, GET /events or POST /loss' });
    if (options.onLoss === null)
      return send(response, 409, { error: 'a log is followed: its losses are not posted' });
    const body = lossIn(await bodyOf(request));
    if (typeof body === 'string') return send(response, 400, { error: body });
    try {
      const rate = options.onLoss(body.loss, body.step);
      return rate ? send(response, 200, rate) : send(response, 202, { rate: null });
    } catch (error) {
      if (!(error instanceof RangeError)) throw error;
      return send(response, 400, { error: error.message });
    }
  };
  await listen(server, options);
  const { address, port } = server.address() as AddressInfo;
  return {
    address: `http://${address.includes(':') ? `[${address}]` : address}:${port}`,
    event(event: NumberedEvent | SourceEvent) {
      const id = 'n' in event ? `id: ${event.n}\n` : '';
      const text = `${id}event: ${event.event}\ndata: ${JSON.stringify(event)}\n\n`;
      events.push(text);
      if (events.length > kept) events.shift();
      for (const client of clients) {
        // Who does not read is let go, lest what waits for it grows.
        if (client.writableLength > 1 << 20) client.destroy();
        else client.write(text);
      }
    },
    read(now) {
      watcher = now;
    },
    async close() {
      for (const client of clients) client.end();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function listen(server: Server, { host, port }: ServeOptions): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, resolve);
  });
}

function refusal(
  { headers }: IncomingMessage,
  { host, token }: ServeOptions,
): [status: number, body: object] | null {
  if (token !== null) {
    const shown = Buffer.from(headers.authorization ?? '');
    const wanted = Buffer.from(`Bearer ${token}`);
    const fits = shown.length === wanted.length && timingSafeEqual(shown, wanted);
    return fits ? null : [401, { error: 'a token is needed: Authorization: Bearer TOKEN' }];
  }
  const name = (headers.host ?? '').replace(/:\d+$/, '').replace(/^\[|\]$/g, '');
  if (headers.origin !== undefined || (isLoopback(host) && !isLoopback(name)))
    return [403, { error: 'not for pages in a browser' }];
  return null;
}

function send(response: ServerResponse, status: number, body: object): void {
  response.writeHead(status, { 'content-type': 'application/json', 'cache-control': 'no-store' });
  response.end(`${JSON.stringify(body)}\n`);
}

async function bodyOf(request: IncomingMessage): Promise<string | null> {
  const pieces: Buffer[] = [];
  let size = 0;
  for await (const piece of request as AsyncIterable<Buffer>) {
    size += piece.length;
    if (size > largestBody) return null;
    pieces.push(piece);
  }
  return Buffer.concat(pieces).toString('utf8');
}

function lossIn(body: string | null): { loss: number | null; step: number | null } | string {
  const expected = 'expected {"loss": NUMBER or null} and perhaps "step": INTEGER';
  try {
    const value: unknown = JSON.parse(body ?? '');
    if (typeof value !== 'object' || value === null || !('loss' in value)) return expected;
    const { loss, step = null } = value as { loss: unknown; step?: unknown };
    const isLoss = loss === null || typeof loss === 'number';
    return isLoss && (step === null || Number.isSafeInteger(step))
      ? { loss, step: step as number | null }
      : expected;
  } catch {
    return expected;
  }
}
