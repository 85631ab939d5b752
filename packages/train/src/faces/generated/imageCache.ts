import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, open, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';

/** What lies beside the images of a cache: what they are, and the SHA-256 of their bytes. */
interface Sidecar {
  readonly contents: string;
  readonly bytes: number;
  readonly sha256: string;
}

const piece = 1 << 26;

/**
 * The images of a cache file, or null where there are none, or others than `contents` says, or damaged ones.
 *
 * @param path of the file of pixels; `path + '.json'` lies beside it
 */
export async function readImageCache(
  path: string,
  contents: string,
  bytes: number,
): Promise<Uint8Array | null> {
  if (!existsSync(`${path}.json`)) return null;
  try {
    const sidecar = JSON.parse(await readFile(`${path}.json`, 'utf8')) as Partial<Sidecar>;
    if (sidecar.contents !== contents || sidecar.bytes !== bytes) return null;
    const file = await open(path);
    try {
      if ((await file.stat()).size !== bytes) return null;
      // In pieces: one read of more than 2 GiB is refused.
      const images = new Uint8Array(bytes);
      for (let at = 0; at < bytes; ) {
        const { bytesRead } = await file.read(images, at, Math.min(piece, bytes - at), at);
        if (bytesRead === 0) return null;
        at += bytesRead;
      }
      return sha256(images) === sidecar.sha256 ? images : null;
    } finally {
      await file.close();
    }
  } catch {
    // Whatever is wrong with a cache, its images can be made again.
    return null;
  }
}

/** Writes the images under temporary names and renames them: a reader never sees half a cache. */
export async function writeImageCache(path: string, contents: string, images: Uint8Array): Promise<void> {
  const sidecar: Sidecar = { contents, bytes: images.length, sha256: sha256(images) };
  await mkdir(dirname(path), { recursive: true });
  const temporary = `${path}.${process.pid}.${Math.trunc(performance.now())}.tmp`;
  try {
    await writeFile(temporary, images);
    await rename(temporary, path);
    await writeFile(temporary, `${JSON.stringify(sidecar, null, 2)}\n`);
    await rename(temporary, `${path}.json`);
  } catch (error) {
    await rm(temporary, { force: true });
    throw error;
  }
}

const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');
