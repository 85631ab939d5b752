import { packSteps, type StepRuns } from '../stepRuns.js';

/**
 * The records of a run for a page, as base64: 4 bytes per loss (7 digits). Steps are stored as runs of equal
 * distance, or with 4 bytes per step if they are irregular. Base64 adds a third: a million records take 5.3 MB,
 * irregular ones 10.7 MB.
 */
export interface Packed {
  /** Little-endian 32-bit floats. */
  readonly losses: string;
  readonly steps:
    | { readonly runs: StepRuns }
    /** Little-endian 32-bit distances, the first from `first` and so 0. */
    | { readonly first: number; readonly distances: string };
}

/** Packs records whose steps are whole numbers, each less than 2³² after the one before. */
export function pack(steps: Float64Array, losses: Float64Array): Packed {
  const runs = packSteps(steps, 1000);
  return {
    losses: base64(Float32Array.from(losses)),
    steps: runs ? { runs } : { first: steps[0]!, distances: base64(distances(steps)) },
  };
}

const distances = (steps: Float64Array): Uint32Array =>
  Uint32Array.from(steps, (step, i) => (i === 0 ? 0 : step - steps[i - 1]!));

/** Every machine that Node 20 runs on and that this was tried on is little-endian. */
const base64 = ({ buffer, byteOffset, byteLength }: Float32Array | Uint32Array): string =>
  Buffer.from(buffer, byteOffset, byteLength).toString('base64');
