import { spawn } from 'node:child_process';

/** Output of a program, or how it failed. */
export interface Outcome {
  readonly status: number | null;
  readonly out: string;
  readonly err: string;
}

export interface RunOptions {
  readonly cwd?: string;
  readonly env?: NodeJS.ProcessEnv;
  /** Shows its progress on the terminal and does not keep it. */
  readonly show?: boolean;
  /** Timeout in seconds. */
  readonly seconds?: number;
}

/** Runs a program without a shell. */
export function run(
  program: string,
  args: readonly string[],
  { cwd, show = false, env = {}, seconds = 0 }: RunOptions = {},
): Promise<Outcome> {
  return new Promise((resolve) => {
    const child = spawn(program, args, {
      cwd,
      env: { ...process.env, ...env },
      timeout: seconds * 1000,
      stdio: ['ignore', show ? 'inherit' : 'pipe', show ? 'inherit' : 'pipe'],
    });
    let [out, err] = ['', ''];
    child.stdout?.on('data', (data) => (out += data));
    child.stderr?.on('data', (data) => (err += data));
    child.on('error', (error) => resolve({ status: null, out, err: error.message }));
    child.on('close', (status) => resolve({ status, out, err }));
  });
}

/** The last non-empty line. */
export const lastLine = ({ out, err }: Outcome): string =>
  `${out}\n${err}`.trimEnd().split('\n').at(-1)!.trim().slice(0, 300);
