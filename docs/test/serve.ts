import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { extname, join, normalize } from 'node:path';

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html',
  '.js': 'text/javascript',
  '.css': 'text/css',
};

/** Serves a folder below a path, as a host of project pages does. What is not there is 404. */
export async function serve(
  folder: string,
  path = '/some/folder/',
): Promise<{ url: string; close: () => void }> {
  const server = createServer(async ({ url }, response) => {
    const wanted = decodeURIComponent(new URL(url!, 'http://localhost').pathname);
    const file = join(folder, normalize(`/${wanted.slice(path.length) || 'index.html'}`));
    const content = wanted.startsWith(path) ? await readFile(file).catch(() => null) : null;
    response.statusCode = content ? 200 : 404;
    response.setHeader('content-type', types[extname(file)] ?? 'application/octet-stream');
    response.end(content ?? 'not found');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return { url: `http://127.0.0.1:${port}${path}`, close: () => server.close() };
}
