import type { Packed } from '../src/report/packed.js';

/** Steps and losses of all records. */
export interface Records {
  readonly steps: Float64Array;
  readonly losses: Float32Array | Float64Array;
}

/** Unpacks what the page carries. A million records take some 30 ms. */
export function unpack(packed: Packed): Records {
  const losses = new Float32Array(bytes(packed.losses));
  const steps = new Float64Array(losses.length);
  if ('runs' in packed.steps) {
    let i = 0;
    for (const [first, distance, count] of packed.steps.runs)
      for (let k = 0; k < count; k++) steps[i++] = first + k * distance;
  } else {
    let step = packed.steps.first;
    new Uint32Array(bytes(packed.steps.distances)).forEach((distance, i) => {
      step += distance;
      steps[i] = step;
    });
  }
  return { steps, losses };
}

function bytes(base64: string): ArrayBuffer {
  const text = atob(base64);
  const array = new Uint8Array(text.length);
  for (let i = 0; i < text.length; i++) array[i] = text.charCodeAt(i);
  return array.buffer;
}
