import { createHash } from 'node:crypto';
import * as v from 'valibot';
import { readJson } from '../readJson.js';

/** A job as it travels: whose it is, and by which version of the program it is to be done. */
export interface JobEnvelope {
  readonly version: string;
  /** Who asks, so that nobody takes away the job of another who asks for the same. */
  readonly by: string;
  readonly job: unknown;
}

/** A result as it travels: the digest of the job that it is of, and the result. */
export interface ResultEnvelope {
  readonly of: string;
  readonly result: unknown;
}

const jobEnvelope = v.strictObject({
  version: v.pipe(v.string(), v.maxLength(100)),
  by: v.pipe(v.string(), v.uuid()),
  job: v.unknown(),
});
const resultEnvelope = v.strictObject({ of: v.string(), result: v.unknown() });

/** What came as a job. @throws RangeError if it is none, or of another version */
export function readJobEnvelope(data: unknown, version: string): JobEnvelope {
  const envelope = readJson(jobEnvelope, data);
  if (envelope.version === version) return envelope;
  throw new RangeError(
    `the job is of version ${JSON.stringify(envelope.version)}, the worker ${JSON.stringify(version)}`,
  );
}

/** The result that came back for the job with this digest. @throws RangeError if it is none, or another job's */
export function readResultEnvelope(data: unknown, digest: string): unknown {
  const { of, result } = readJson(resultEnvelope, data);
  if (of !== digest) throw new RangeError('the result is that of another job');
  return result;
}

/**
 * SHA-256 of what travels. JSON that was written, read and written again is the same, so that both ends find the same
 * digest.
 */
export const digestOf = (envelope: JobEnvelope): string =>
  createHash('sha256').update(JSON.stringify(envelope)).digest('hex');
