import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { workspace } from '../site/folders.js';

const main = join(workspace, 'packages/sim/src/cli/main.ts');

/** Runs the command, as the playground writes it or as a list of arguments, in a folder. */
export function fastface(command: string | readonly string[], folder: string) {
  const node = [
    process.execPath,
    '--import',
    import.meta.resolve('tsx'),
    '--conditions=@fastface/source',
    main,
  ];
  const env = { ...process.env, NO_COLOR: '1', FORCE_COLOR: undefined };
  const options = { cwd: folder, env, encoding: 'utf8', maxBuffer: 1 << 28 } as const;
  const done =
    typeof command === 'string'
      ? spawnSync(
          'bash',
          ['-c', command.replace(/^npx fastface/, node.map((word) => `'${word}'`).join(' '))],
          options,
        )
      : spawnSync(node[0]!, [...node.slice(1), ...command], options);
  return { status: done.status, out: done.stdout, err: done.stderr };
}
