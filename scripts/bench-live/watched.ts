import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { NumberedEvent } from '../../packages/sim/src/watch/event.js';

const bin = fileURLToPath(new URL('../../packages/sim/bin/fastface.js', import.meta.url));

/** A `fastface watch` that runs beside us. */
export class Watched {
  readonly child: ChildProcess;
  readonly ended: Promise<void>;
  private text = '';

  /** @param rateFile where it keeps the rate */
  constructor(
    log: string,
    private readonly rateFile: string,
    args: readonly string[],
  ) {
    this.child = spawn(process.execPath, [bin, 'watch', log, '--json', '--write-rate', rateFile, ...args], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    this.child.stdout!.setEncoding('utf8').on('data', (text: string) => {
      this.text += text;
    });
    this.ended = new Promise((resolve) => this.child.on('close', () => resolve()));
  }

  /** Step of the latest loss that is in the rate's file; 0 before there is one. */
  get step(): number {
    return existsSync(this.rateFile) ? JSON.parse(readFileSync(this.rateFile, 'utf8')).step : 0;
  }

  get events(): NumberedEvent[] {
    const whole = this.text.slice(0, this.text.lastIndexOf('\n') + 1);
    return whole
      .split('\n')
      .filter((line) => line.includes('"n":'))
      .map((line) => JSON.parse(line));
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

  async reaches(step: number, patience = 600_000): Promise<void> {
    const deadline = performance.now() + patience;
    while (this.step < step) {
      if (performance.now() > deadline) throw new Error(`the watch stands at ${this.step}, short of ${step}`);
      await pause(1);
    }
  }

  async stop(): Promise<void> {
    this.child.kill('SIGTERM');
    await this.ended;
  }
}

export const pause = (milliseconds: number): Promise<void> =>
  new Promise((resolve) => setTimeout(resolve, milliseconds));
