import { BadInput } from '../badInput.js';
import type { Habits, PendingLoss, RunState } from './checkpoint.js';
import { version } from './checkpointFiles.js';
import { contentDigest } from './contentDigest.js';

export interface StateFile {
  readonly files: Readonly<Record<string, { readonly bytes?: unknown; readonly sha256?: unknown }>>;
  readonly config: Readonly<Record<string, unknown>>;
  readonly habits: Habits;
  readonly state: RunState;
}

/** Parses `state.json` and checks it field by field. The scheduler's state is checked by `restore`. */
export function parseState(path: string, text: string): StateFile {
  const wrong = (problem: string) => new BadInput(path, problem, 'take an older checkpoint');
  let content: unknown;
  try {
    content = JSON.parse(text);
  } catch {
    throw wrong('is no JSON');
  }
  if (!isRecord(content) || content.format !== 'fastface-train checkpoint')
    throw wrong('is no checkpoint of fastface-train');
  if (content.version !== version)
    throw wrong(`is of version ${String(content.version)}, this program reads version ${version}`);
  const { files, config, habits, state } = content;
  if (!isRecord(files) || !isRecord(config) || !isRecord(habits) || !isRecord(state))
    throw wrong('lacks files, config, habits or state');
  if (content.sha256 !== contentDigest({ files, config, habits, state }))
    throw wrong('does not say what it was written with: something in it was changed');
  const { step, scheduler, batches, pending, badLosses, badLossesInARow, best, lengths, seconds } = state;
  const fields: [string, boolean][] = [
    ['step', isCount(step)],
    ['scheduler', isRecord(scheduler)],
    ['batches', isRecord(batches) && ['seed', 'epoch', 'position'].every((key) => isCount(batches[key]))],
    ['pending', Array.isArray(pending) && pending.every(isPending)],
    ['badLosses', isCount(badLosses)],
    ['badLossesInARow', isCount(badLossesInARow)],
    ['best', best === undefined || best === null || isBest(best)],
    ['lengths', isRecord(lengths) && Object.values(lengths).every(isCount)],
    ['seconds', typeof seconds === 'number' && seconds >= 0],
  ];
  const bad = fields.find(([, valid]) => !valid);
  if (bad) throw wrong(`state.${bad[0]} is missing or no valid value`);
  return { files: files as StateFile['files'], config, habits, state: state as unknown as RunState };
}

function isPending(value: unknown): value is PendingLoss {
  if (!isRecord(value)) return false;
  const { step, epoch, learningRate, loss, gradientNorm } = value;
  return isCount(step) && isCount(epoch) && isNumber(learningRate) && orNull(loss) && orNull(gradientNorm);
}

const isBest = (value: unknown) => isRecord(value) && isCount(value.step) && isNumber(value.accuracy);
const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const isNumber = (value: unknown) => typeof value === 'number' && Number.isFinite(value);
const isCount = (value: unknown) => Number.isSafeInteger(value) && (value as number) >= 0;
const orNull = (value: unknown) => value === null || isNumber(value);
