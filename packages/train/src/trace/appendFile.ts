import { closeSync, fstatSync, fsyncSync, ftruncateSync, openSync, writeSync } from 'node:fs';
import { BadInput } from '../badInput.js';

/**
 * A file that grows with a run. Writes go to the operating system at once, so a killed process loses nothing. `sync`
 * writes them to disk, in case of a power failure.
 */
export class AppendFile {
  #length: number;
  readonly #descriptor: number;

  private constructor(
    readonly path: string,
    descriptor: number,
    length: number,
  ) {
    this.#descriptor = descriptor;
    this.#length = length;
  }

  /** Creates a file and replaces an existing one. */
  static create(path: string): AppendFile {
    return new AppendFile(path, open(path, 'w'), 0);
  }

  /** Truncates the file to `length` bytes and continues there; null if it is shorter. */
  static continue(path: string, length: number): AppendFile | null {
    let descriptor: number;
    try {
      descriptor = openSync(path, 'r+');
    } catch {
      return null;
    }
    if (fstatSync(descriptor).size < length) {
      closeSync(descriptor);
      return null;
    }
    ftruncateSync(descriptor, length);
    return new AppendFile(path, descriptor, length);
  }

  /** Bytes so far. */
  get length(): number {
    return this.#length;
  }

  write(content: string | Uint8Array): void {
    const bytes = typeof content === 'string' ? Buffer.from(content) : content;
    for (let done = 0; done < bytes.length; ) {
      try {
        const written = writeSync(this.#descriptor, bytes, done, bytes.length - done, this.#length);
        done += written;
        this.#length += written;
      } catch (error) {
        throw cannotWrite(this.path, error);
      }
    }
  }

  sync(): void {
    fsyncSync(this.#descriptor);
  }

  close(): void {
    closeSync(this.#descriptor);
  }
}

function open(path: string, flags: string): number {
  try {
    return openSync(path, flags);
  } catch (error) {
    throw cannotWrite(path, error);
  }
}

const cannotWrite = (path: string, error: unknown) =>
  new BadInput(
    path,
    `cannot be written (${(error as NodeJS.ErrnoException).code ?? error})`,
    'make room or name another --out',
  );
