import { spawn } from 'node:child_process';

/** What a program printed, or how it failed. */
export interface Outcome {
  readonly status: number | null;
  readonly out: string;
  readonly err: string;
}

/** Runs a program without a shell. With `show`, its own progress goes to the terminal, and is not kept. */
export function run(
  program: string,
  args: readonly string[],
  { cwd, show = false, env = {} }: { cwd?: string; show?: boolean; env?: NodeJS.ProcessEnv } = {},
): Promise<Outcome> {
  return new Promise((resolve) => {
    const child = spawn(program, args, {
      cwd,
      env: { ...process.env, ...env },
      stdio: ['ignore', show ? 'inherit' : 'pipe', show ? 'inherit' : 'pipe'],
    });
    let [out, err] = ['', ''];
    child.stdout?.on('data', (data) => (out += data));
    child.stderr?.on('data', (data) => (err += data));
    child.on('error', (error) => resolve({ status: null, out, err: error.message }));
    child.on('close', (status) => resolve({ status, out, err }));
  });
}

/** The last line with something in it. */
export const lastLine = ({ out, err }: Outcome): string =>
  `${out}\n${err}`.trimEnd().split('\n').at(-1)!.trim().slice(0, 300);
