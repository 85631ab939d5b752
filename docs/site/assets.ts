import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type BuildOptions, build, type Plugin } from 'esbuild';
import { readers } from '../../packages/sim/src/read/registry.js';
import { dark, light } from '../../packages/sim/src/report/palette.js';
import { variables } from '../../packages/sim/src/report/style.js';
import { svgStyle } from '../../packages/sim/src/report/svgMarks.js';
import { embedded } from '../playground/embedded.js';
import { input, output } from './folders.js';

const shared: BuildOptions = {
  bundle: true,
  minify: true,
  write: false,
  format: 'iife',
  target: 'es2022',
  charset: 'utf8',
  legalComments: 'eof',
  loader: { '.jpg': 'binary' },
  conditions: ['@fastface/source'],
};

/** Scripts and styles of the site, as files that import nothing: they also run where a page is opened as a file. */
export async function assets(): Promise<void> {
  const folder = join(output, 'assets');
  mkdirSync(folder, { recursive: true });
  for (const [page, plugins, parts] of [
    ['playground', [made], await playgroundParts()],
    ['compare', [], await compareParts()],
  ] as const) {
    const { script, style } = await bundle(`${page}/main.ts`, [...plugins]);
    writeFileSync(join(folder, `${page}.js`), script);
    writeFileSync(join(folder, `${page}.css`), style);
    for (const [name, text] of parts)
      writeFileSync(
        join(folder, `${page}-${name}.js`),
        `fastfacePart(${JSON.stringify(name)},${JSON.stringify(text)})`,
      );
  }
  writeFileSync(join(folder, 'site.js'), (await bundle('site/browser/site.ts')).script);
  writeFileSync(join(folder, 'search.js'), (await bundle('site/browser/search.ts')).script);
  writeFileSync(join(folder, 'figures.js'), (await bundle('site/browser/figures.ts')).script);
  writeFileSync(join(folder, 'site.css'), siteStyle());
}

async function bundle(entry: string, plugins: Plugin[] = []): Promise<{ script: string; style: string }> {
  const { outputFiles } = await build({
    ...shared,
    entryPoints: [join(input, entry)],
    outdir: output,
    plugins,
  } as BuildOptions & { write: false });
  const file = (ending: string) => outputFiles.find(({ path }) => path.endsWith(ending))?.text ?? '';
  return { script: file('.js'), style: file('.css') };
}

/** Of the playground's own imports: its worker as a text, from which a page makes a worker anywhere, and the names of formats. */
const made: Plugin = {
  name: 'made',
  setup(plugins) {
    plugins.onResolve({ filter: /^(worker-source|formats)$/ }, ({ path }) => ({ path, namespace: 'made' }));
    plugins.onLoad({ filter: /^formats$/, namespace: 'made' }, () => ({
      contents: JSON.stringify(readers.map(({ format }) => format)),
      loader: 'json',
    }));
    plugins.onLoad({ filter: /^worker-source$/, namespace: 'made' }, async () => ({
      contents: (await bundle('playground/worker.ts', [parquetLater])).script,
      loader: 'text',
    }));
  },
};

/** What the reader of Parquet files imports when it first needs it. */
const parquetModules = ['hyparquet', 'hyparquet-compressors', './parquetPages.js'];

/** Takes these from a part that is loaded before such a file is read. */
const parquetLater: Plugin = {
  name: 'parquet-later',
  setup(plugins) {
    plugins.onResolve({ filter: /./ }, ({ path, kind }) =>
      kind === 'dynamic-import' && parquetModules.includes(path) ? { path, namespace: 'parquet' } : undefined,
    );
    plugins.onLoad({ filter: /./, namespace: 'parquet' }, ({ path }) => ({
      contents: `module.exports = fastfaceParquet[${JSON.stringify(path)}]`,
    }));
  },
};

/** What the playground loads when it is asked for: the logs of embedded runs as base64, and the Parquet library. */
async function playgroundParts(): Promise<[name: string, text: string][]> {
  const imports = parquetModules.map((path, i) => `import * as m${i} from ${JSON.stringify(path)};`);
  const members = parquetModules.map((path, i) => `${JSON.stringify(path)}: m${i}`);
  const { outputFiles } = await build({
    ...shared,
    stdin: {
      contents: `${imports.join('')}globalThis.fastfaceParquet = { ${members.join()} };`,
      resolveDir: join(input, '../packages/sim/src/read/binary'),
      loader: 'ts',
    },
  } as BuildOptions & { write: false });
  const logs = embedded.flatMap(({ name, log }): [string, string][] =>
    log === null ? [] : [[name, readFileSync(join(input, '../packages/sim/traces', log)).toString('base64')]],
  );
  return [['parquet', outputFiles[0]!.text], ...logs];
}

/** What the page that compares faces loads with the first picture: its worker as a text, and the network as base64. */
async function compareParts(): Promise<[name: string, text: string][]> {
  const network = readFileSync(join(input, 'compare/network.safetensors'));
  return [
    ['worker', (await bundle('compare/worker.ts')).script],
    ['network', network.toString('base64')],
  ];
}

/** The style with the report's colours, light and dark. */
function siteStyle(): string {
  const schemes = `:root{${variables(light)};color-scheme:light}
@media screen and (prefers-color-scheme:dark){:root:not([data-theme=light]){${variables(dark)};color-scheme:dark}}
@media screen{:root[data-theme=dark]{${variables(dark)};color-scheme:dark}}
${light.series.map((_, i) => `.c${i}{--c:var(--c${i})}svg .c${i}{color:var(--c${i})}`).join('')}`;
  return `${schemes}${svgStyle}${readFileSync(join(input, 'site/site.css'), 'utf8')}`;
}
