import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { NumberedEvent } from '../../packages/sim/src/watch/event.js';

const built = [fileURLToPath(new URL('../../packages/sim/bin/fastface.js', import.meta.url))];

/** A `fastface watch --json` that runs beside us. */
export class Watched {
  readonly child: ChildProcess;
  readonly ended: Promise<number | null>;
  private out = '';
  private err = '';

  /**
   * @param log what it follows; a descriptor is its standard input; null where losses are posted to it
   * @param rateFile where it keeps the rate
   * @param entry what Node is given to run the command; by default what is built of it
   */
  constructor(
    log: string | number | null,
    private readonly rateFile: string,
    args: readonly string[],
    readonly entry: readonly string[] = built,
  ) {
    const words = [
      'watch',
      ...(log === null ? [] : [typeof log === 'number' ? '-' : log]),
      '--json',
      '--write-rate',
      rateFile,
      ...args,
    ];
    this.child = spawn(process.execPath, [...entry, ...words], {
      stdio: [typeof log === 'number' ? log : 'ignore', 'pipe', 'pipe'],
    });
    this.child.stdout!.setEncoding('utf8').on('data', (text: string) => {
      this.out += text;
    });
    this.child.stderr!.setEncoding('utf8').on('data', (text: string) => {
      this.err += text;
      if (!text.startsWith('fastface: serving')) process.stderr.write(text);
    });
    this.ended = new Promise((resolve) => this.child.on('close', resolve));
  }

  /** Step of the latest loss that is in the rate's file; 0 before there is one. */
  get step(): number {
    return existsSync(this.rateFile) ? JSON.parse(readFileSync(this.rateFile, 'utf8')).step : 0;
  }

  /** Where `--serve` listens; null before it does. */
  get address(): string | null {
    return /serving (http:\S+)/.exec(this.err)?.[1] ?? null;
  }

  get events(): NumberedEvent[] {
    const whole = this.out.slice(0, this.out.lastIndexOf('\n') + 1);
    return whole
      .split('\n')
      .filter((line) => line.includes('"n":'))
      .map((line) => JSON.parse(line));
  }

  /** Its main thread's time, running and waiting for a core, in milliseconds; null where the system does not tell. */
  get scheduled(): { readonly ran: number; readonly waited: number } | null {
    return scheduled(this.child.pid!);
  }

  /** The largest memory that it had so far, in MB; null where the system does not tell. */
  get memory(): number | null {
    const status = `/proc/${this.child.pid}/status`;
    if (!existsSync(status)) return null;
    const match = /VmHWM:\s*(\d+) kB/.exec(readFileSync(status, 'utf8'));
    return match ? Number(match[1]) / 1000 : null;
  }

  /** Its processor time so far, in milliseconds; null where the system does not tell. */
  get processor(): number | null {
    const stat = `/proc/${this.child.pid}/stat`;
    if (!existsSync(stat)) return null;
    // Behind the name, which may hold anything: user and system time in hundredths of a second.
    const fields = readFileSync(stat, 'utf8')
      .replace(/^.*\) /s, '')
      .split(' ');
    return 10 * (Number(fields[11]) + Number(fields[12]));
  }

  /** Waits for something about it. */
  async until(what: () => boolean, patience = 600_000): Promise<void> {
    const deadline = performance.now() + patience;
    while (!what()) {
      if (this.child.exitCode !== null)
        throw new Error(`the watch ended with ${this.child.exitCode}: ${this.err}`);
      if (performance.now() > deadline) throw new Error(`the watch stands at ${this.step}: ${what}`);
      await pause(1);
    }
  }

  reaches(step: number): Promise<void> {
    return this.until(() => this.step >= step);
  }

  async stop(): Promise<void> {
    this.child.kill('SIGTERM');
    await this.ended;
  }
}

/** How long a process ran and waited for a core, in milliseconds; null where the system does not tell. */
export function scheduled(id: number | 'self'): { readonly ran: number; readonly waited: number } | null {
  const stat = `/proc/${id}/schedstat`;
  if (!existsSync(stat)) return null;
  const [ran, waited] = readFileSync(stat, 'utf8').split(' ');
  return { ran: Number(ran) / 1e6, waited: Number(waited) / 1e6 };
}

export const pause = (milliseconds: number): Promise<void> =>
  new Promise((resolve) => setTimeout(resolve, milliseconds));
