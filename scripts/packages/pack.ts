import { mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { execute } from './execute.js';

/** A package as it would be published. */
export interface Packed {
  readonly name: string;
  readonly tarball: string;
  /** Folder with the tarball's content. */
  readonly folder: string;
  readonly files: readonly string[];
  readonly bytes: number;
}

/** Packs the package in `source` into `destination`, and unpacks it there. */
export function pack(source: string, destination: string): Packed {
  const output = execute(
    source,
    'npm',
    'pack',
    '--json',
    '--ignore-scripts',
    '--pack-destination',
    destination,
  );
  // npm 12 answers with a record by package name, earlier ones with a list.
  const [{ name, filename, size }] = Object.values(JSON.parse(output)) as [
    { name: string; filename: string; size: number },
  ];
  const folder = join(destination, name.replace('/', '-'));
  mkdirSync(folder);
  execute(destination, 'tar', '-xzf', filename, '-C', folder, '--strip-components=1');
  const files = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1));
  return { name, tarball: join(destination, filename), folder, files, bytes: size };
}

/** Files that a user should not get, and files that tell where the package was made. */
export function strayFiles({ folder, files }: Packed, root: string): string[] {
  const unwanted = files.filter((file) =>
    /(^|\/)(tests?|\.cache|node_modules)\/|\.test\.|\.tsbuildinfo$/.test(file),
  );
  const places = [root, join(homedir(), '/'), '/home/', '/Users/', 'C:\\Users\\'];
  const telling = files.filter((file) => {
    const text = readFileSync(join(folder, file), 'utf8');
    return places.some((place) => text.includes(place));
  });
  return [...new Set([...unwanted, ...telling])];
}
