import { createHash } from 'node:crypto';

/**
 * SHA-256 of what a state file says. JSON that was read and is written again is the same text, so that any change of a
 * digit, a word or a key is seen.
 */
export const contentDigest = (content: Readonly<Record<string, unknown>>): string =>
  createHash('sha256').update(JSON.stringify(content)).digest('hex');
