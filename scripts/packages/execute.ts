import { spawnSync } from 'node:child_process';
import { basename } from 'node:path';

/** Runs a program and returns its standard output; throws with everything it printed when it fails. */
export function execute(cwd: string, program: string, ...args: readonly string[]): string {
  const { status, stdout, stderr, error } = spawnSync(program, args, { cwd, env, encoding: 'utf8' });
  if (error) throw error;
  if (status === 0) return stdout;
  throw new Error(
    `${[basename(program), ...args].join(' ')} ended with ${status}\n${stdout}${stderr}`.trim(),
  );
}

// Without what `npm run` adds: an npm started in another folder would take it for orders.
const kept = ['npm_config_registry', 'npm_config_userconfig', 'npm_config_cache'];
const env = Object.fromEntries(
  Object.entries({ ...process.env, NO_COLOR: '1' }).filter(
    ([name]) => !/^(npm_|INIT_CWD$|NODE_OPTIONS$)/i.test(name) || kept.includes(name.toLowerCase()),
  ),
);
