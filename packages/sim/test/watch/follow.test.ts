import { appendFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { follow } from '../../src/watch/follow.js';
import { temporaryFolder } from '../cli/run.js';

const folder = temporaryFolder();

test('a log that grows faster than it is read comes in large pieces', async () => {
  const path = folder.file('fast.log', 'x'.repeat(1000));
  const sizes: number[] = [];
  const stop = new AbortController();
  const bytes = follow(path, {
    poll: 5,
    once: false,
    signal: stop.signal,
    onNote: () => undefined,
    onRead: () => undefined,
  });
  for await (const piece of bytes) {
    sizes.push(piece.length);
    // Written while what came before is being read.
    if (sizes.length === 1) appendFileSync(path, 'y'.repeat(3_000_000));
    if (sizes.reduce((sum, size) => sum + size, 0) === 3_001_000) stop.abort();
  }
  expect(sizes.length).toBeLessThan(8);
});
