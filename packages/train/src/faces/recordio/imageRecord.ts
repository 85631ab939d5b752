import { BadInput } from '../../badInput.js';

/** A record's payload: the fields of MXNet's IRHeader, and the image. */
export interface ImageRecord {
  /** The label in the header, or the labels after it. */
  readonly labels: readonly number[];
  readonly image: Uint8Array;
}

/** Number of bytes that contain the effective label. */
export const headerBytes = 28;

const mostLabels = 1 << 16;

/**
 * Parses a payload: u32 flag, f32 label, u64 id, u64 id2, then `flag` further f32 labels that replace the first, then
 * the image (little endian).
 */
export function imageRecord(payload: Uint8Array, where: string): ImageRecord {
  const view = new DataView(payload.buffer, payload.byteOffset, payload.byteLength);
  const flag = payload.length < 24 ? 0 : view.getUint32(0, true);
  const start = 24 + 4 * flag;
  if (payload.length < 24 || flag > mostLabels || start > payload.length) {
    throw headerless(where);
  }
  const labels = flag === 0 ? [view.getFloat32(4, true)] : [];
  for (let i = 0; i < flag; i++) labels.push(view.getFloat32(24 + 4 * i, true));
  return { labels, image: payload.subarray(start) };
}

/**
 * The effective label, from a payload's first `headerBytes`: the first label after the header, or else the header's
 * label.
 */
export function labelOf(payload: Uint8Array, where: string): number {
  const view = new DataView(payload.buffer, payload.byteOffset, payload.byteLength);
  if (payload.length < 24) throw headerless(where);
  if (view.getUint32(0, true) === 0) return classLabel(view.getFloat32(4, true), where);
  if (payload.length < 28) throw headerless(where);
  return classLabel(view.getFloat32(24, true), where);
}

/** A label as a class number. */
export function classLabel(label: number, where: string): number {
  if (label >= 0 && label < 2 ** 31) return Math.trunc(label);
  throw new BadInput(where, `has the label ${label}`, 'labels count from 0: write the record file again');
}

const headerless = (where: string) =>
  new BadInput(where, 'has no whole header', 'write the record file again');
