import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';

/** One piece of code in the documentation. */
export interface Fence {
  readonly file: string;
  /** Line of its first line of code, from 1. */
  readonly line: number;
  readonly language: string;
  /** What follows the language on the fence's first line: `no-run`, say. */
  readonly info: string;
  readonly code: string;
  /** An `@example` without a fence: it may leave its imports out. */
  readonly isExample: boolean;
}

/** Every fence of the Markdown files and of the docstrings, and every `@example`, below `root`. */
export function collectFences(root: string): Fence[] {
  const packages = folders(join(root, 'packages'));
  const markdown = [
    join(root, 'README.md'),
    join(root, 'CONTRIBUTING.md'),
    ...filesBelow(join(root, 'docs'), '.md'),
    ...packages.map((folder) => join(folder, 'README.md')),
  ].filter((file) => existsSync(file));
  const sources = packages.flatMap((folder) => filesBelow(join(folder, 'src'), '.ts'));
  return [
    ...markdown.flatMap((file) => fencesOf(relative(root, file), readFileSync(file, 'utf8').split('\n'), 1)),
    ...sources.flatMap((file) => docstringFences(relative(root, file), readFileSync(file, 'utf8'))),
  ];
}

/** The fences in `lines`, the first of which has number `firstLine` in `file`. */
export function fencesOf(file: string, lines: readonly string[], firstLine: number): Fence[] {
  const fences: Fence[] = [];
  for (let i = 0; i < lines.length; i++) {
    const opening = /^(\s*)(`{3,})(\w*)\s*(.*)$/.exec(lines[i]!);
    if (!opening) continue;
    const [, indent, ticks, language, info] = opening as unknown as [string, string, string, string, string];
    const end = lines.findIndex((line, j) => j > i && line.trim() === ticks);
    if (end < 0) throw new Error(`${file}:${firstLine + i}: fence without an end`);
    const code = lines
      .slice(i + 1, end)
      .map((line) => (line.startsWith(indent) ? line.slice(indent.length) : line));
    fences.push({ file, line: firstLine + i + 1, language, info, code: code.join('\n'), isExample: false });
    i = end;
  }
  return fences;
}

/** The `@example`s and fences in the docstrings of a source. */
export function docstringFences(file: string, source: string): Fence[] {
  return [...source.matchAll(/^[ \t]*\/\*\*[\s\S]*?\*\//gm)].flatMap((match) => {
    const firstLine = source.slice(0, match.index).split('\n').length;
    const lines = match[0]
      .replace(/\s*\*\/$/, '')
      .split('\n')
      .map((line) => line.replace(/^\s*\/?\*+ ?/, ''));
    return [...fencesOf(file, lines, firstLine), ...examplesOf(file, lines, firstLine)];
  });
}

function examplesOf(file: string, lines: readonly string[], firstLine: number): Fence[] {
  return lines.flatMap((line, i) => {
    if (!/^@example\b/.test(line)) return [];
    const next = lines.findIndex((other, j) => j > i && /^@\w/.test(other));
    const body = [line.replace(/^@example\s*/, ''), ...lines.slice(i + 1, next < 0 ? lines.length : next)];
    if (body.some((other) => other.startsWith('```'))) return []; // already a fence
    return [{ file, line: firstLine + i, language: 'ts', info: '', code: body.join('\n'), isExample: true }];
  });
}

const folders = (folder: string): string[] =>
  readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => join(folder, entry.name));

const filesBelow = (folder: string, ending: string): string[] =>
  !existsSync(folder)
    ? []
    : readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
        if (entry.name === 'node_modules' || entry.name === 'dist' || entry.name.startsWith('.')) return [];
        const path = join(folder, entry.name);
        return entry.isDirectory() ? filesBelow(path, ending) : entry.name.endsWith(ending) ? [path] : [];
      });
