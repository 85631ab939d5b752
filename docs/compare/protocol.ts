import type { Comparison, Pixels } from '@fastface/train/browser';

/** Of the page to its worker: first the network, then a picture for one of the two places, or null to empty it. */
export type Request =
  | { readonly kind: 'network'; readonly bytes: ArrayBuffer }
  | { readonly kind: 'picture'; readonly place: number; readonly picture: Pixels | null };

/** What became of a picture. */
export interface Seen {
  /** What the network gets: size² · 3 bytes. */
  readonly crop: Uint8Array;
  readonly size: number;
  /** Null until both places have a picture. */
  readonly comparison: Comparison | null;
}

/** Of the worker: one for each request but the network, in their order. Null: the place is empty. */
export type Answer = { readonly seen: Seen | null } | { readonly problem: string };
