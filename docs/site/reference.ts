import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { Application, type TypeDocOptions } from 'typedoc';
import type { PluginOptions } from 'typedoc-plugin-markdown';
import { exportedNames } from '../fences/exportedNames.js';
import { workspace } from './folders.js';

/** A public entry point of a package. */
interface Entry {
  /** What users import: `@fastface/core/testing`. */
  readonly specifier: string;
  /** Its source. */
  readonly path: string;
  /** Its page below `docs`: `reference/core-testing`. */
  readonly page: string;
}

/** Every entry point of every package, from the packages' own `exports`. */
const entries: readonly Entry[] = ['core', 'sim', 'train'].flatMap((folder) => {
  const place = join(workspace, 'packages', folder);
  const { name, exports } = JSON.parse(readFileSync(join(place, 'package.json'), 'utf8')) as {
    name: string;
    exports: Record<string, string | Record<string, string>>;
  };
  return Object.entries(exports).flatMap(([subpath, target]) => {
    const source = typeof target === 'string' ? undefined : target['@fastface/source'];
    if (source === undefined) return [];
    const part = subpath.slice(2);
    const page = `reference/${folder}${part === '' ? '' : `-${part.replaceAll('/', '-')}`}`;
    return [{ specifier: [name, part].filter(Boolean).join('/'), path: join(place, source), page }];
  });
});

/** The pages of the reference, in order. */
export const referencePages = entries.map(({ page }) => page);

/**
 * The reference, from the docstrings: Markdown by page. TypeDoc reads the sources; a docstring with a link to nowhere, or
 * an export that did not get into its page, is an error.
 */
export async function makeReference(): Promise<Map<string, string>> {
  const folder = mkdtempSync(join(tmpdir(), 'fastface-reference-'));
  try {
    const options: TypeDocOptions & PluginOptions = {
      entryPoints: entries.map(({ path }) => path),
      tsconfig: join(workspace, 'tsconfig.json'),
      plugin: ['typedoc-plugin-markdown'],
      out: folder,
      readme: 'none',
      router: 'module',
      // The sources have been checked by `npm run typecheck`.
      skipErrorChecking: true,
      disableSources: true,
      excludePrivate: true,
      excludeInternal: true,
      validation: { invalidLink: true, notExported: false },
      treatValidationWarningsAsErrors: true,
      logLevel: 'Warn',
      groupOrder: ['Functions', 'Variables', 'Classes', 'Interfaces', 'Type Aliases', '*'],
      hidePageHeader: true,
      hideBreadcrumbs: true,
      useCodeBlocks: true,
      parametersFormat: 'table',
      interfacePropertiesFormat: 'table',
      typeDeclarationFormat: 'table',
      tableColumnSettings: {
        hideInherited: true,
        hideOverrides: true,
        hideModifiers: true,
        hideSources: true,
      },
    };
    const app = await Application.bootstrapWithPlugins(options);
    const project = await app.convert();
    if (!project) throw new Error('the reference: TypeDoc could not read the sources');
    app.validate(project);
    await app.generateOutputs(project);
    if (app.logger.hasErrors() || app.logger.hasWarnings())
      throw new Error('the reference: see the warnings above');
    return new Map(entries.map((entry) => [entry.page, pageFor(entry, folder)]));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Where TypeDoc put the page of an entry, below its folder: `core/src/testing.md`. */
const outputOf = ({ path }: Entry): string =>
  `${relative(join(workspace, 'packages'), path).replace(/(\/index)?\.ts$/, '')}.md`;

/**
 * What TypeDoc wrote for an entry, and the folder that its links start from. An entry with namespaces (`export * as field`) has
 * a folder instead of a file; each namespace comes under a heading of its own at the end.
 */
function writtenFor(entry: Entry, folder: string): { readonly base: string; readonly source: string } {
  const file = outputOf(entry);
  if (existsSync(join(folder, file)))
    return { base: dirname(file), source: readFileSync(join(folder, file), 'utf8') };
  const base = folderOf(entry);
  const read = (name: string) => readFileSync(join(folder, base, name), 'utf8');
  const parts = readdirSync(join(folder, base, 'namespaces')).map((name) => {
    const text = read(`namespaces/${name}`).replace(/^# .*$/m, '');
    const own = name.replace('.md', '');
    // Its anchors are counted from its own beginning.
    const anchors = new Set([...text.matchAll(/<a id="([^"]+)"/g)].map(([, id]) => id));
    const anchored = text
      .replaceAll('<a id="', `<a id="${own}-`)
      .replace(/\]\(#([^)]+)\)/g, (link, id: string) => (anchors.has(id) ? `](#${own}-${id})` : link));
    return `### ${own}\n\n${anchored.replaceAll('](../', '](')}`;
  });
  const whole = read('README.md').replace(/^## Namespaces$[\s\S]*?(?=^## )/m, '');
  return { base, source: [whole, '## Namespaces', ...parts].join('\n\n') };
}

const folderOf = (entry: Entry): string => outputOf(entry).replace(/\.md$/, '');

/** Is this file of TypeDoc's on the page of the entry? */
const holds = (entry: Entry, file: string): boolean =>
  file === outputOf(entry) ||
  file === join(folderOf(entry), 'README.md') ||
  file.startsWith(join(folderOf(entry), 'namespaces/'));

/** The page of an entry, with a title and links to the other pages as the site has them. */
function pageFor(entry: Entry, folder: string): string {
  const { base, source } = writtenFor(entry, folder);
  const linked = source.replace(/\]\(([^()#]+\.md)(#[^)]*)?\)/g, (_, target: string, anchor = '') => {
    const wanted = join(base, target);
    const found = entries.find((other) => holds(other, wanted));
    if (!found) throw new Error(`the reference: ${entry.specifier} links to ${target}, which is no page`);
    return `](${relative(dirname(entry.page), found.page)}.md${anchor})`;
  });
  const missing = [...exportedNames(entry.path).keys()].filter(
    (name) => !new RegExp(`^### ${name}(\\(\\))?$`, 'm').test(linked.replaceAll('\\', '')),
  );
  if (missing.length > 0) throw new Error(`the reference of ${entry.specifier} lacks ${missing.join(', ')}`);
  return linked.replace(/^# .*$/m, `# ${entry.specifier}`);
}
