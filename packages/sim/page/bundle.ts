import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const here = dirname(fileURLToPath(import.meta.url));

/** The page's script as one file that imports nothing, and its style, with the licence of the plotting library. */
export async function bundlePage(): Promise<{ script: string; style: string }> {
  const uplot = dirname(createRequire(import.meta.url).resolve('uplot/package.json'));
  const { outputFiles } = await build({
    entryPoints: [join(here, 'main.ts')],
    outdir: here,
    bundle: true,
    minify: true,
    write: false,
    format: 'iife',
    target: 'es2022',
    charset: 'utf8',
    legalComments: 'none',
    conditions: ['@fastface/source'],
  });
  const file = (ending: string) => outputFiles.find(({ path }) => path.endsWith(ending))!.text;
  const { version } = JSON.parse(readFileSync(join(uplot, 'package.json'), 'utf8')) as { version: string };
  const licence = readFileSync(join(uplot, 'LICENSE'), 'utf8').trim();
  return { script: `/* With uPlot ${version}:\n${licence}\n*/\n${file('.js')}`, style: file('.css') };
}
