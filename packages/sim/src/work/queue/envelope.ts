import { createHash } from 'node:crypto';
import * as v from 'valibot';
import { readJson } from '../readJson.js';

/** A job in the queue, with its owner and the required program version. */
export interface JobEnvelope {
  readonly version: string;
  /** The owner, so that nobody removes another's identical job. */
  readonly by: string;
  readonly job: unknown;
}

/** A result in the queue, with the digest of its job. */
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

/** Parses a job. @throws RangeError if it is invalid or of another version */
export function readJobEnvelope(data: unknown, version: string): JobEnvelope {
  const envelope = readJson(jobEnvelope, data);
  if (envelope.version === version) return envelope;
  throw new RangeError(
    `the job is of version ${JSON.stringify(envelope.version)}, the worker ${JSON.stringify(version)}`,
  );
}

/** Parses the result of the job with this digest. @throws RangeError if it is invalid or belongs to another job */
export function readResultEnvelope(data: unknown, digest: string): unknown {
  const { of, result } = readJson(resultEnvelope, data);
  if (of !== digest) throw new RangeError('the result is that of another job');
  return result;
}

/** SHA-256 of the JSON text. Writing parsed JSON again gives the same text, so both ends compute the same digest. */
export const digestOf = (envelope: JobEnvelope): string =>
  createHash('sha256').update(JSON.stringify(envelope)).digest('hex');
