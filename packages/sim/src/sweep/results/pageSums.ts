import { appendFile, open, readFile, rm } from 'node:fs/promises';
import { crc32 } from 'node:zlib';

/**
 * Checksums of what was appended to a file, piece by piece, in a file beside it: `END CRC` a line, END the length of the file
 * after the piece. What a crash or a disk damaged is found when the file is read again.
 */
export class PageSums {
  private readonly path: string;

  constructor(file: string) {
    this.path = `${file}.sums`;
  }

  /** Notes a piece, before it is appended: what the file does not have whole is not sound. */
  add(end: number, piece: Uint8Array): Promise<void> {
    return appendFile(this.path, `${end} ${crc32(piece)}\n`);
  }

  remove(): Promise<void> {
    return rm(this.path, { force: true });
  }

  /**
   * Length of the beginning of the file whose pieces are all as they were written; the notes of the rest are dropped. null
   * where nothing was noted, or the file is not there.
   */
  async soundBytes(file: string): Promise<number | null> {
    const notes = await readFile(this.path, 'utf8').catch(() => null);
    const handle = await open(file).catch(() => null);
    await this.remove();
    if (notes === null || handle === null) {
      await handle?.close();
      return null;
    }
    let sound = 0;
    try {
      for (const note of notes.split('\n').slice(0, -1)) {
        const [end = Number.NaN, sum] = note.split(' ').map(Number);
        // A piece is some thousand rows; what speaks of gigabytes is damaged itself.
        if (!(end > sound && end - sound < 2 ** 30)) break;
        const piece = Buffer.alloc(end - sound);
        const { bytesRead } = await handle.read(piece, 0, piece.length, sound);
        if (bytesRead < piece.length || crc32(piece) !== sum) break;
        await this.add(end, piece);
        sound = end;
      }
    } finally {
      await handle.close();
    }
    return sound;
  }
}
