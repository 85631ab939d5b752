import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { open, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { makeFolder } from '../makeFolder.js';

/** What lies beside the bytes of a cache: what they are, and their SHA-256. */
interface Sidecar {
  readonly contents: string;
  readonly bytes: number;
  readonly sha256: string;
}

const piece = 1 << 26;

/**
 * The bytes of a cache file, or null where there are none, or others than `contents` says, or damaged ones.
 *
 * @param path of the bytes; `path + '.json'` lies beside it
 */
export async function readCache(
  path: string,
  contents: string,
  bytes: number,
): Promise<Uint8Array<ArrayBuffer> | null> {
  if (!existsSync(`${path}.json`)) return null;
  try {
    const sidecar = JSON.parse(await readFile(`${path}.json`, 'utf8')) as Partial<Sidecar>;
    if (sidecar.contents !== contents || sidecar.bytes !== bytes) return null;
    const file = await open(path);
    try {
      if ((await file.stat()).size !== bytes) return null;
      // In pieces: one read of more than 2 GiB is refused.
      const kept = new Uint8Array(bytes);
      for (let at = 0; at < bytes; ) {
        const { bytesRead } = await file.read(kept, at, Math.min(piece, bytes - at), at);
        if (bytesRead === 0) return null;
        at += bytesRead;
      }
      return sha256(kept) === sidecar.sha256 ? kept : null;
    } finally {
      await file.close();
    }
  } catch {
    // Whatever is wrong with a cache, its bytes can be made again.
    return null;
  }
}

/** Writes under temporary names and renames: a reader never sees half a cache. */
export async function writeCache(path: string, contents: string, bytes: Uint8Array): Promise<void> {
  const sidecar: Sidecar = { contents, bytes: bytes.length, sha256: sha256(bytes) };
  makeFolder(dirname(path));
  const temporary = `${path}.${process.pid}.${Math.trunc(performance.now())}.tmp`;
  try {
    await writeFile(temporary, bytes);
    await rename(temporary, path);
    await writeFile(temporary, `${JSON.stringify(sidecar, null, 2)}\n`);
    await rename(temporary, `${path}.json`);
  } catch (error) {
    await rm(temporary, { force: true });
    throw error;
  }
}

/** A short name for the contents of a cache. */
export const cacheName = (contents: string) => sha256(Buffer.from(contents)).slice(0, 16);

const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');
