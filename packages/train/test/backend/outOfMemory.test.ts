import type { Command } from 'commander';
import { afterEach, expect, test, vi } from 'vitest';
import { checkedMalloc, isOutOfMemory, outOfMemory } from '../../src/backend/outOfMemory.js';
import * as doctor from '../../src/cli/doctorCommand.js';
import { run } from '../../src/cli/run.js';

afterEach(() => vi.restoreAllMocks());

test('an allocation that fails throws, and does not give address 0', () => {
  const malloc = checkedMalloc((bytes) => (bytes > 100 ? 0 : 64));
  expect(malloc(100)).toBe(64);
  expect(() => malloc(101)).toThrow(/no memory left/);
  expect(checkedMalloc(() => 0)(0)).toBe(0);
});

test.each([
  new WebAssembly.RuntimeError('Aborted(). Build with -sASSERTIONS for more info.'),
  new WebAssembly.RuntimeError('memory access out of bounds'),
  outOfMemory(),
])('the command says one line that names --batch-size and --accumulate: %s', async (error) => {
  const lines: string[] = [];
  vi.spyOn(console, 'error').mockImplementation((line) => void lines.push(line));
  vi.spyOn(doctor, 'registerDoctor').mockImplementation((program: Command) => {
    program.command('doctor').action(() => {
      throw error;
    });
  });
  expect(await run(['doctor'])).toBe(1);
  expect(lines).toEqual([
    'fastface-train: --backend wasm: has no memory left (4 GiB at most) (lower --batch-size, and for as many images an update raise --accumulate; or take a smaller --model, or --backend tensorflow)',
  ]);
});

test('other errors are not taken for it', () => {
  expect(isOutOfMemory(new WebAssembly.RuntimeError('unreachable'))).toBe(false);
  expect(isOutOfMemory(new Error('Aborted()'))).toBe(false);
});
