import { PickleError } from './pickleError.js';

/** Replacement for calling a name: it only creates plain data. `allow` counts the allocated bytes. */
export type Maker = (args: readonly unknown[], allow: (bytes: number) => void) => unknown;

/** What a kind of pickle may name, and what stands for it here. */
export interface Vocabulary {
  /** What such a pickle is, for messages: `verification set`. */
  readonly subject: string;
  /** The names, with their replacements; null for a name that is mentioned and not called. */
  readonly makers: Readonly<Record<string, Maker | null>>;
  /** One spelling of names that have had several. */
  canonical(name: string): string;
  /** Gives `made` the state that its maker left out. */
  build(state: unknown, made: unknown): void;
  /** The value of a persistent id. Such pickles have dictionaries, too; null if they have neither. */
  readonly persistent: ((id: unknown) => unknown) | null;
}

/** A name that a pickle may use. */
export class PickleGlobal {
  constructor(readonly name: string) {}
}

/** @throws PickleError for every other name, because a pickle could call anything. */
export function pickleGlobal(
  { makers, canonical, subject }: Vocabulary,
  module: string,
  name: string,
): PickleGlobal {
  const full = canonical(`${module}.${name}`);
  if (!Object.hasOwn(makers, full)) {
    throw new PickleError(
      `it calls ${module}.${name}, which no ${subject} needs; loading it in Python would run it`,
    );
  }
  return new PickleGlobal(full);
}

export function callGlobal(
  { makers }: Vocabulary,
  callee: unknown,
  args: unknown,
  allow: (bytes: number) => void,
): unknown {
  const maker = callee instanceof PickleGlobal ? makers[callee.name] : null;
  if (!maker || !Array.isArray(args)) throw new PickleError('it calls something that is no function');
  return maker(args, allow);
}
