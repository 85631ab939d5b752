import { BadInput } from '../../badInput.js';

/** A record's payload: what MXNet's IRHeader says, and the image. */
export interface ImageRecord {
  /** The header's own label, or those that follow it. */
  readonly labels: readonly number[];
  readonly image: Uint8Array;
}

/** Bytes that are enough for a header with two labels. */
export const headerBytes = 32;

const mostLabels = 1 << 16;

/**
 * Takes a payload apart: u32 flag, f32 label, u64 id, u64 id2, then `flag` further f32 labels that replace the first, then
 * the image (little endian).
 */
export function imageRecord(payload: Uint8Array, where: string): ImageRecord {
  const view = new DataView(payload.buffer, payload.byteOffset, payload.byteLength);
  const flag = payload.length < 24 ? 0 : view.getUint32(0, true);
  const start = 24 + 4 * flag;
  if (payload.length < 24 || flag > mostLabels || start > payload.length) {
    throw new BadInput(where, 'has no whole header', 'write the record file again');
  }
  const labels = flag === 0 ? [view.getFloat32(4, true)] : [];
  for (let i = 0; i < flag; i++) labels.push(view.getFloat32(24 + 4 * i, true));
  return { labels, image: payload.subarray(start) };
}

/** The label that counts, as a class number. */
export function classLabel({ labels }: ImageRecord, where: string): number {
  const label = Math.trunc(labels[0]!);
  if (!(label >= 0 && label < 2 ** 31)) {
    throw new BadInput(
      where,
      `has the label ${labels[0]}`,
      'labels count from 0: write the record file again',
    );
  }
  return label;
}
