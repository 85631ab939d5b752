import { type FileHandle, open, stat } from 'node:fs/promises';

/** What happens to a log besides growing. */
export type FollowNote = 'replaced' | 'truncated' | 'gone' | 'back' | `unreadable (${string})`;

export interface FollowOptions {
  /** Milliseconds between two looks at a log that does not grow. */
  readonly poll: number;
  /** Ends at the end of the file instead of waiting for more. */
  readonly once: boolean;
  readonly signal: AbortSignal;
  readonly onNote: (note: FollowNote) => void;
  /** Everything that was yielded has been read; `atEnd` where there is nothing more for now. */
  readonly onRead: (atEnd: boolean) => void;
}

const pieceSize = 1 << 20;
const leastSize = 1 << 12;
/** Bytes by whose change a file that was written anew is told, however large it is by then. */
const printSize = 256;
const newline = Uint8Array.of(10);

/**
 * The bytes of a file that grows, as `tail -F` follows it: by its name. A file that is replaced (rotated) is read to its end
 * before the new one; one that is truncated, or written anew, is read from its start. What comes after begins on a line
 * of its own. It asks again and again instead of waiting to be told, so that network file systems are followed as well:
 * one `stat` each time.
 *
 * @throws where the file is not there, or cannot be read, when it begins
 */
export async function* follow(path: string, options: FollowOptions): AsyncGenerator<Uint8Array> {
  const { poll, once, signal, onNote, onRead } = options;
  let file = await open(path);
  let { ino, dev, size } = await file.stat();
  let [at, last] = [0, 10];
  let print: Uint8Array = new Uint8Array(0);
  let trouble: FollowNote | null = null;
  try {
    while (!signal.aborted) {
      try {
        const piece = await readPiece(file, at, size);
        if (piece.length > 0) {
          if (print.length < printSize && at === print.length)
            print = Uint8Array.from([...print, ...piece.subarray(0, printSize - print.length)]);
          at += piece.length;
          last = piece[piece.length - 1]!;
          yield piece;
          onRead(false);
          // What was written in the meantime comes in large pieces again.
          if (at >= size) ({ size } = await file.stat());
          continue;
        }
        onRead(true);
        if (once) return;
        await pause(poll, signal);
        if (signal.aborted) return;
        const found = await stat(path);
        if (trouble !== null) onNote('back');
        trouble = null;
        let change: FollowNote;
        if (found.ino !== ino || found.dev !== dev) {
          // What was written to the old one after the last look.
          ({ size } = await file.stat());
          if (size > at) continue;
          const next = await open(path);
          await file.close();
          file = next;
          change = 'replaced';
        } else if (found.size < at || (found.size > at && !(await begins(file, print)))) change = 'truncated';
        else {
          ({ size } = found);
          continue;
        }
        ({ ino, dev, size } = await file.stat());
        if (last !== 10) yield newline;
        [at, last, print] = [0, 10, new Uint8Array(0)];
        onNote(change);
      } catch (error) {
        const code = (error as NodeJS.ErrnoException).code;
        if (code === undefined) throw error;
        const note: FollowNote = code === 'ENOENT' ? 'gone' : `unreadable (${code})`;
        if (note !== trouble) onNote(note);
        trouble = note;
        await pause(poll, signal);
        // A network file system forgets files that were open.
        if (code === 'ESTALE') ino = -1;
      }
    }
  } finally {
    await file.close();
  }
}

async function readPiece(file: FileHandle, at: number, size: number): Promise<Uint8Array> {
  const buffer = Buffer.allocUnsafeSlow(Math.min(Math.max(size - at, leastSize), pieceSize));
  const { bytesRead } = await file.read(buffer, 0, buffer.length, at);
  return buffer.subarray(0, bytesRead);
}

async function begins(file: FileHandle, print: Uint8Array): Promise<boolean> {
  const { buffer, bytesRead } = await file.read(Buffer.alloc(print.length), 0, print.length, 0);
  return bytesRead === print.length && buffer.equals(print);
}

/** Waits, at most until the signal. */
export function pause(milliseconds: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) return resolve();
    const done = () => {
      clearTimeout(timer);
      signal.removeEventListener('abort', done);
      resolve();
    };
    const timer = setTimeout(done, milliseconds);
    signal.addEventListener('abort', done);
  });
}
