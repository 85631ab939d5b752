import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { workspace } from './folders.js';

const manifest = JSON.parse(readFileSync(join(workspace, 'package.json'), 'utf8')) as {
  version: string;
  homepage?: string;
  repository?: string | { url: string };
};

export const version: string = manifest.version;

/** Where the site will be read, if the workspace says so: pictures for other sites need a whole address. */
export const homepage: string | null = manifest.homepage?.replace(/\/?$/, '/') ?? null;

/** The repository's page on GitHub, as the workspace names it; null where it names none. */
export const repository: string | null = githubPage(manifest.repository);

/** `git+https://github.com/owner/name.git`, `github:owner/name` and the like as the address of a page. */
export function githubPage(named: string | { readonly url: string } | undefined): string | null {
  const url = typeof named === 'string' ? named : named?.url;
  const found =
    /^(?:(?:git\+)?(?:https|ssh|git):\/\/(?:git@)?github\.com\/|github:)([\w.-]+\/[\w.-]+?)(?:\.git)?$/.exec(
      url ?? '',
    );
  return found && `https://github.com/${found[1]}`;
}

/** The file that a page is written in, below the workspace; null where the build makes the page. */
export function sourceOf(name: string, made: ReadonlySet<string>): string | null {
  if (name === 'changelog') return 'CHANGELOG.md';
  return made.has(name) ? null : `docs/${name}.md`;
}
