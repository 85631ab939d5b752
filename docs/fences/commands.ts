import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** The lines of a shell fence, with continued lines joined. */
const lines = (code: string): string[] =>
  code
    .replace(/\s*\\\n\s*/g, ' ')
    .split('\n')
    .map((line) => line.replace(/^\$ /, '').trim());

/** Those that run the `fastface` command. */
export const fastfaceCommands = (code: string): string[] =>
  lines(code).filter((line) => /^(npx (-\S+ )*)?fastface(?![-\w])/.test(line));

/** The arguments of those that run `fastface-train`, also as `npm run train`. */
export const trainArguments = (code: string): string[][] =>
  lines(code).flatMap((line) => {
    const [, script, rest] =
      /^(?:\w+=\S+ )*(?:npx )?(fastface-train|npm run train --)( [^#>]+|$)/.exec(line) ?? [];
    if (script === undefined) return [];
    const words = rest!.trim().split(/\s+/);
    return [script === 'fastface-train' ? words : ['train', ...words]];
  });

/** What follows these is a file that the command writes. */
const output = String.raw`(?:>>?|(?:-o|--(?:html|out|output|report|figure))[ =])\s*(\S+)`;

/** The input files that a command names and that are not there; one that an earlier part of it writes is. */
export function missingFiles(root: string, command: string): string[] {
  const written = [...command.matchAll(new RegExp(output, 'g'))].map((match) => match[1]);
  const words = command.replace(new RegExp(output, 'g'), '').match(/[^\s|<]+/g) ?? [];
  const looksLikeFile = (word: string) => /^[\w./-]+\.[A-Za-z]\w*$|^[\w.-]+\/[\w./-]+$/.test(word);
  return words.filter(
    (word) =>
      !word.startsWith('-') &&
      looksLikeFile(word) &&
      !written.includes(word) &&
      !existsSync(join(root, word)),
  );
}

/** Runs the command on the source, in an empty folder that links to the workspace's files, so that it leaves none there. */
export function runFastface(root: string, command: string): { status: number | null; output: string } {
  const folder = mkdtempSync(join(tmpdir(), 'fastface-fence-'));
  try {
    for (const entry of readdirSync(root)) symlinkSync(join(root, entry), join(folder, entry));
    const main = join(root, 'packages/sim/src/cli/main.ts');
    const node = `"$NODE" --import "$TSX" --conditions=@fastface/source "${main}" "$@"`;
    const script = `set -o pipefail\nfastface() { ${node}; }\n${command.replace(/\bnpx (-\S+ )*(?=fastface\b)/g, '')}\n`;
    const { status, stdout, stderr } = spawnSync('bash', ['-c', script], {
      cwd: folder,
      env: { ...process.env, NODE: process.execPath, TSX: import.meta.resolve('tsx'), NODE_OPTIONS: '' },
      encoding: 'utf8',
      timeout: 60_000,
    });
    return { status, output: stdout + stderr };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
