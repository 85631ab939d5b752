import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { workspace } from './folders.js';

/** The programs, by the page that shows their help. */
const programs = {
  'commands/fastface': { name: 'fastface', main: 'packages/sim/src/cli/main.ts', pack: '@fastface/sim' },
  'commands/fastface-train': {
    name: 'fastface-train',
    main: 'packages/train/src/cli/main.ts',
    pack: '@fastface/train',
  },
} as const;

type Program = (typeof programs)[keyof typeof programs];

export const commandPages: readonly string[] = Object.keys(programs);

/** The command reference: what both programs say of themselves when they are asked for help. */
export async function makeCommandPages(): Promise<Map<string, string>> {
  const pages = new Map<string, string>();
  for (const [page, program] of Object.entries(programs)) pages.set(page, await pageFor(program));
  return pages;
}

async function pageFor(program: Program): Promise<string> {
  const whole = await helpOf(program);
  const commands = commandsIn(whole);
  if (commands.length === 0) throw new Error(`${program.name} --help names no command`);
  const parts: string[] = [];
  // Two at a time: each is a process of its own.
  for (let i = 0; i < commands.length; i += 2)
    parts.push(
      ...(await Promise.all(
        commands
          .slice(i, i + 2)
          .map(async (command) => part(program, command, await helpOf(program, command))),
      )),
    );
  return `# ${program.name}

The command of \`${program.pack}\`, as \`${program.name} --help\` describes it.

${fenced(whole)}

${parts.join('\n\n')}
`;
}

const part = (program: Program, command: string, help: string): string =>
  `## ${program.name} ${command}\n\n${fenced(help)}`;

const fenced = (text: string): string => `\`\`\`text\n${text.trimEnd()}\n\`\`\``;

/** The names under `Commands:` in a help text, without `help` itself. */
export function commandsIn(help: string): string[] {
  const [, list = ''] = /\nCommands:\n([\s\S]*?)(?:\n\n|\n?$)/.exec(help) ?? [];
  return [...list.matchAll(/^ {2}([a-z][\w-]*)/gm)]
    .map(([, name]) => name!)
    .filter((name) => name !== 'help');
}

async function helpOf({ main }: Program, ...command: readonly string[]): Promise<string> {
  const source = ['--import', import.meta.resolve('tsx'), '--conditions=@fastface/source'];
  const { stdout } = await promisify(execFile)(
    process.execPath,
    [...source, join(workspace, main), ...command, '--help'],
    { env: { ...process.env, COLUMNS: '80', NO_COLOR: '1' } },
  );
  return stdout;
}
