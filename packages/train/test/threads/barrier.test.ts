import { expect, test, vi } from 'vitest';
import { Barrier } from '../../src/threads/barrier.js';

const generation = 1;
const barrier = () => new Barrier(new Int32Array(new SharedArrayBuffer(4 * Barrier.words)));

test('a wake that was meant for the barrier before does not open this one', () => {
  const { words } = barrier();
  const wait = vi.spyOn(Atomics, 'wait').mockImplementation(() => {
    if (wait.mock.calls.length === 3) Atomics.add(words, generation, 1); // now the others have come
    return 'ok';
  });
  try {
    new Barrier(words).wait(2);
    expect(wait).toHaveBeenCalledTimes(3);
  } finally {
    wait.mockRestore();
  }
});

test('the last to come opens it, and it can be used again', () => {
  const one = barrier();
  one.wait(1);
  one.wait(1);
  expect(one.words[generation]).toBe(2);
});

test('after a failure nobody waits', () => {
  const one = barrier();
  one.fail();
  expect(() => one.wait(2)).toThrow('a thread has failed');
});
