import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type BuildOptions, build, type Plugin } from 'esbuild';
import { dark, light } from '../../packages/sim/src/report/palette.js';
import { variables } from '../../packages/sim/src/report/style.js';
import { svgStyle } from '../../packages/sim/src/report/svgStyle.js';
import { input, output } from './folders.js';

const shared: BuildOptions = {
  bundle: true,
  minify: true,
  write: false,
  format: 'iife',
  target: 'es2022',
  charset: 'utf8',
  legalComments: 'eof',
  conditions: ['@fastface/source'],
  loader: { '.jsonl': 'text', '.gz': 'binary' },
};

/** Scripts and styles of the site, as files that import nothing: they also run where a page is opened as a file. */
export async function assets(): Promise<void> {
  const folder = join(output, 'assets');
  mkdirSync(folder, { recursive: true });
  const playground = await bundle('playground/main.ts', [workerSource]);
  writeFileSync(join(folder, 'playground.js'), playground.script);
  writeFileSync(join(folder, 'playground.css'), playground.style);
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

/** `import source from 'worker-source'`: the playground's worker as a text, from which a page makes a worker anywhere. */
const workerSource: Plugin = {
  name: 'worker-source',
  setup(plugins) {
    plugins.onResolve({ filter: /^worker-source$/ }, ({ path }) => ({ path, namespace: 'worker' }));
    plugins.onLoad({ filter: /./, namespace: 'worker' }, async () => ({
      contents: (await bundle('playground/worker.ts')).script,
      loader: 'text',
    }));
  },
};

/** The style with the report's colours, light and dark. */
function siteStyle(): string {
  const schemes = `:root{${variables(light)};color-scheme:light}
@media screen and (prefers-color-scheme:dark){:root:not([data-theme=light]){${variables(dark)};color-scheme:dark}}
@media screen{:root[data-theme=dark]{${variables(dark)};color-scheme:dark}}
${light.series.map((_, i) => `.c${i}{--c:var(--c${i})}svg .c${i}{color:var(--c${i})}`).join('')}`;
  return `${schemes}${svgStyle}${readFileSync(join(input, 'site/site.css'), 'utf8')}`;
}
