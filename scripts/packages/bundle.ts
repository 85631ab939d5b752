import { gzipSync } from 'node:zlib';
import { build } from 'esbuild';

/** Bytes that `code`, bundled and minified for any platform, adds to a page, before and after gzip. */
export async function bundleSize(
  folder: string,
  code: string,
): Promise<{ minified: number; gzipped: number }> {
  const { outputFiles } = await build({
    stdin: { contents: code, resolveDir: folder },
    bundle: true,
    minify: true,
    format: 'esm',
    platform: 'neutral',
    write: false,
  });
  const bundle = outputFiles[0]!.contents;
  return { minified: bundle.length, gzipped: gzipSync(bundle, { level: 9 }).length };
}
