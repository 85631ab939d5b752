import { createHash } from 'node:crypto';
import { createReadStream, readFileSync } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import { parts } from './place.js';

/** Description of a finished setup. */
export interface Manifest {
  readonly version: 1;
  readonly tensorflow: string;
  readonly tfjsNode: string;
  readonly gpu: boolean;
  readonly platform: string;
  /** SHA-256 of the addon, which this machine's compiler made. */
  readonly addon: string;
}

/** The manifest of a finished setup; null if it is missing, unfinished or unreadable. */
export function readManifest(folder: string): Manifest | null {
  try {
    const read = JSON.parse(readFileSync(parts(folder).manifest, 'utf8')) as Partial<Manifest>;
    const texts = [read.tensorflow, read.tfjsNode, read.platform, read.addon];
    const whole = read.version === 1 && texts.every((text) => typeof text === 'string');
    return whole ? (read as Manifest) : null;
  } catch {
    return null;
  }
}

/** SHA-256 of a file, in hexadecimal. */
export async function fileHash(file: string): Promise<string> {
  const hash = createHash('sha256');
  await pipeline(createReadStream(file), hash);
  return hash.digest('hex');
}
