import { BadInput } from '../badInput.js';

/** WebAssembly has no address beyond 4 GiB, and a machine may have less. */
export const outOfMemory = (): BadInput =>
  new BadInput(
    '--backend wasm',
    'has no memory left (4 GiB at most)',
    'lower --batch-size, and for as many images an update raise --accumulate; or take a smaller --model, or --backend tensorflow',
  );

/** `malloc`, which gives address 0 where it fails: what is written there would damage other tensors. */
export const checkedMalloc =
  (malloc: (bytes: number) => number) =>
  (bytes: number): number => {
    const address = malloc(bytes);
    if (address === 0 && bytes > 0) throw outOfMemory();
    return address;
  };

/** Whether an error is how WebAssembly ends when its own code finds no memory: `Aborted()`, or an access beyond the end. */
export const isOutOfMemory = ({ name, message }: Error): boolean =>
  name === 'RuntimeError' && /^Aborted\(|memory access out of bounds|out of memory/i.test(message);
