import type { FileHandle } from 'node:fs/promises';
import { fromFdPromise } from 'yauzl';
import { BadInput } from '../../badInput.js';

/** Bytes of an entry, in the file itself: PyTorch compresses nothing. */
export interface StoredEntry {
  readonly begin: number;
  readonly bytes: number;
}

/** More than any network has tensors. */
export const mostEntries = 50_000;

/**
 * The entries of a zip file, by name.
 *
 * @throws BadInput for a damaged file, one with compressed entries, and one with more than 50,000
 */
export async function storedEntries(file: FileHandle, path: string): Promise<Map<string, StoredEntry>> {
  const damaged = (problem: string) => new BadInput(path, problem, 'save it again with torch.save');
  const entries = new Map<string, StoredEntry>();
  try {
    const zip = await fromFdPromise(file.fd, { lazyEntries: true, autoClose: false });
    if (zip.entryCount > mostEntries) throw damaged(`has ${zip.entryCount} entries`);
    for await (const entry of zip.eachEntry()) {
      if (entry.compressionMethod !== 0 || entry.isEncrypted())
        throw damaged(`has an entry that is compressed or encrypted: ${entry.fileName}`);
      const { fileDataStart } = await zip.readLocalFileHeaderPromise(entry, { minimal: true });
      entries.set(entry.fileName, { begin: fileDataStart, bytes: entry.uncompressedSize });
    }
  } catch (error) {
    if (error instanceof BadInput) throw error;
    throw damaged(`cannot be read as a zip file: ${(error as Error).message}`);
  }
  return entries;
}
