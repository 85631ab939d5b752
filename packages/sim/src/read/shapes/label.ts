import type { Span } from './numberSlots.js';

/** A number in front of a line, which may be that of the process that printed it. */
export interface Label {
  readonly rank: number;
  /** It says that it is one. */
  readonly isCertain: boolean;
}

/** Where it stands. */
export interface LabelSpan {
  readonly span: Span;
  readonly isCertain: boolean;
}
