import { createHash } from 'node:crypto';

/**
 * SHA-256 of the content of a state file. Writing parsed JSON again gives the same text, so every change of a digit,
 * word or key is detected.
 */
export const contentDigest = (content: Readonly<Record<string, unknown>>): string =>
  createHash('sha256').update(JSON.stringify(content)).digest('hex');
