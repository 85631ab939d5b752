import { lastLine, run } from './run.js';

/** The programs that the setup needs. */
export interface Tools {
  readonly python: string;
  readonly compiler: string;
  readonly npm: string;
}

/**
 * Looks for all of them, so that one run reports everything that is missing.
 *
 * @throws Error with one line for each missing tool and how to get it.
 */
export async function findTools(env: NodeJS.ProcessEnv = process.env): Promise<Tools> {
  const missing: string[] = [];
  const first = async (
    programs: readonly string[],
    args: readonly string[],
    advice: string,
  ): Promise<string> => {
    for (const program of programs) if ((await run(program, args)).status === 0) return program;
    missing.push(`${programs.join(' or ')}: ${advice}`);
    return '';
  };
  const python = await first(
    env.PYTHON ? [env.PYTHON] : ['python3', 'python'],
    ['-c', 'import sys; sys.exit(sys.version_info < (3, 9))'],
    'not found, or older than 3.9; install Python (Debian: apt install python3 python3-pip), or name one in $PYTHON',
  );
  if (python) {
    const pip = await run(python, ['-m', 'pip', '--version']);
    if (pip.status !== 0)
      missing.push(
        `pip: ${python} has none (${lastLine(pip)}); install it (Debian: apt install python3-pip)`,
      );
  }
  const compiler = await first(
    env.CXX ? [env.CXX] : ['c++', 'g++', 'clang++'],
    ['--version'],
    'no C++ compiler; install one (Debian: apt install g++; macOS: xcode-select --install), or name one in $CXX',
  );
  const npm = await first(
    [process.platform === 'win32' ? 'npm.cmd' : 'npm'],
    ['--version'],
    'not found; it comes with Node',
  );
  await first(['tar'], ['--version'], 'not found; install it (Debian: apt install tar)');
  if (missing.length > 0) throw new Error(missing.map((line) => `missing ${line}`).join('\n'));
  return { python, compiler, npm };
}
