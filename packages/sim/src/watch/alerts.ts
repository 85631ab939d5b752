import { spawn } from 'node:child_process';
import type { NumberedEvent } from './event.js';
import type { SourceEvent, WatchOutput } from './watchLog.js';

type Event = NumberedEvent | SourceEvent;

/** What is worth calling somebody for: decisions, verdicts, and a log that stands still. */
const isAlert = ({ event }: Event): boolean => ['decision', 'verdict', 'stalled', 'moving'].includes(event);

export interface AlertOptions {
  /** Milliseconds between two alerts; what comes in between goes out together. */
  readonly every: number;
  /** Alerts in all; after that nobody is called any more. */
  readonly most: number;
}

/** What an alert carries. */
export interface Alert {
  readonly events: readonly Event[];
  /** Events that were left out, where there were too many. */
  readonly leftOut: number;
}

const mostEvents = 20;

/**
 * Calls somebody: at most every so often and so many times in all. What happens in between goes out with the next alert; the
 * first alert goes out at once. `send` must not throw.
 */
export function alerts(
  send: (alert: Alert) => Promise<void>,
  { every, most }: AlertOptions,
): WatchOutput & { end(): Promise<void> } {
  let waiting: Event[] = [];
  let leftOut = 0;
  let sent = 0;
  let timer: NodeJS.Timeout | null = null;
  let free = Number.NEGATIVE_INFINITY;
  let running: Promise<void> = Promise.resolve();
  const flush = () => {
    timer = null;
    if (waiting.length === 0 || sent >= most) return;
    sent++;
    free = performance.now() + every;
    const alert = { events: waiting, leftOut };
    [waiting, leftOut] = [[], 0];
    running = running.then(() => send(alert));
  };
  return {
    event(event) {
      if (!isAlert(event)) return;
      waiting.push(event);
      // The newest are kept: they say what is the case now.
      if (waiting.length > mostEvents) {
        waiting.shift();
        leftOut++;
      }
      if (timer !== null) return;
      const wait = free - performance.now();
      if (wait <= 0) flush();
      else timer = setTimeout(flush, wait).unref();
    },
    /** Sends what is left, and waits until it has gone out. */
    async end() {
      if (timer !== null) clearTimeout(timer);
      flush();
      await running;
    },
  };
}

const patience = 30_000;

/** Runs a command of the shell with the alert as JSON on its standard input. */
export const execAlert =
  (command: string, warn: (message: string) => void) =>
  (alert: Alert): Promise<void> =>
    new Promise((resolve) => {
      const child = spawn(command, { shell: true, stdio: ['pipe', 'ignore', 'inherit'], timeout: patience });
      child.on('error', (error) => {
        warn(`--exec: ${error.message}`);
        resolve();
      });
      child.on('close', (status, signal) => {
        if (status !== 0) warn(`--exec: the command ended with ${signal ?? `status ${status}`}`);
        resolve();
      });
      // It need not read what it is told.
      child.stdin?.on('error', () => undefined);
      child.stdin?.end(`${JSON.stringify(alert)}\n`);
    });

/** Posts the alert as JSON, with a line of text that chats show. */
export const webhookAlert =
  (url: string, textOf: (event: Event) => string, warn: (message: string) => void) =>
  async (alert: Alert): Promise<void> => {
    try {
      const response = await fetch(url, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ text: alert.events.map(textOf).join('\n'), ...alert }),
        signal: AbortSignal.timeout(patience),
        redirect: 'error',
      });
      if (!response.ok) warn(`--webhook: answered ${response.status}`);
      await response.body?.cancel();
    } catch (error) {
      warn(`--webhook: ${error instanceof Error ? error.message : String(error)}`);
    }
  };
