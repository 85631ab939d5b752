import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';

/**
 * The script of a worker thread that stands at `path`, without its ending. Without a build the worker runs from
 * source, like everything else in a checkout.
 *
 * @param path relative to `from`
 * @param from `import.meta.url` of the caller
 */
export function workerScript(path: string, from: string): URL {
  if (!from.endsWith('.ts')) return new URL(`${path}.js`, from);
  const compiler = pathToFileURL(
    join(dirname(createRequire(from).resolve('tsx/package.json')), 'dist', 'esm', 'api', 'index.mjs'),
  );
  const script = `import { register } from '${compiler}'; register(); await import('${new URL(`${path}.ts`, from)}');`;
  return new URL(`data:text/javascript,${encodeURIComponent(script)}`);
}
