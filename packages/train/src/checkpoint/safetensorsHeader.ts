import { numberFormats } from './numberFormats.js';

/** Position of a tensor in the data after the header. */
export interface TensorEntry {
  readonly name: string;
  readonly format: string;
  readonly shape: readonly number[];
  readonly begin: number;
  readonly end: number;
}

export interface SafetensorsHeader {
  /** In the order of their data. */
  readonly tensors: readonly TensorEntry[];
  readonly metadata: Readonly<Record<string, string>>;
}

/** A quarter of what safetensors' own reader takes, and 250 bytes a tensor of the most: parsing takes time. */
export const largestHeader = 25_000_000;

/** More than any network has. */
const mostTensors = 100_000;

/**
 * Parses the header's untrusted JSON. Every tensor must have a known format and the size of its shape. Together they
 * must cover the following `dataBytes` without gaps or overlaps.
 *
 * @returns the header, or the error as text
 */
export function parseHeader(text: string, dataBytes: number): SafetensorsHeader | string {
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch {
    return 'the header is no JSON';
  }
  if (!isRecord(parsed)) return 'the header is no JSON object';
  const count = Object.keys(parsed).length;
  if (count > mostTensors) return `the header names ${count} tensors, more than ${mostTensors}`;
  const tensors: TensorEntry[] = [];
  let metadata: Record<string, string> = {};
  for (const [name, value] of Object.entries(parsed)) {
    if (name === '__metadata__') {
      if (!isRecord(value) || !Object.values(value).every((text) => typeof text === 'string'))
        return 'its __metadata__ is no record of texts';
      metadata = value as Record<string, string>;
      continue;
    }
    const entry = tensorEntry(name, value);
    if (typeof entry === 'string') return `tensor ${name}: ${entry}`;
    tensors.push(entry);
  }
  tensors.sort((a, b) => a.begin - b.begin || a.end - b.end);
  let at = 0;
  for (const { name, begin, end } of tensors) {
    if (begin !== at) return `tensor ${name} begins at byte ${begin} of the data, not ${at}`;
    at = end;
  }
  if (at !== dataBytes) return `it has ${dataBytes} bytes of data, its header speaks of ${at}`;
  return { tensors, metadata };
}

function tensorEntry(name: string, value: unknown): TensorEntry | string {
  if (!isRecord(value)) return 'its entry is no record';
  const { dtype, shape, data_offsets: offsets } = value;
  const format = typeof dtype === 'string' ? numberFormats.get(dtype) : undefined;
  if (typeof dtype !== 'string' || format === undefined)
    return `its dtype is none of ${[...numberFormats.keys()].join(', ')}`;
  if (!isCounts(shape)) return 'its shape is no list of whole numbers';
  if (!isCounts(offsets) || offsets.length !== 2) return 'its data_offsets are not two whole numbers';
  const [begin, end] = offsets as [number, number];
  // Without zeros, which would hide the size of the other dimensions.
  const size = shape
    .filter((length) => length > 0)
    .reduce((product, length) => product * length, format.bytes);
  if (!Number.isSafeInteger(size)) return 'its shape is larger than any file';
  const bytes = shape.reduce((product, length) => product * length, format.bytes);
  if (end - begin !== bytes) return `it has ${end - begin} bytes for a shape of ${bytes}`;
  return { name, format: dtype, shape, begin, end };
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const isCounts = (value: unknown): value is number[] =>
  Array.isArray(value) && value.every((count) => Number.isSafeInteger(count) && count >= 0);
