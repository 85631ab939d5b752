import * as v from 'valibot';

/** Data from elsewhere, checked. @throws RangeError that names the place and what is wrong with it */
export function readJson<Schema extends v.GenericSchema>(
  schema: Schema,
  data: unknown,
): v.InferOutput<Schema> {
  const result = v.safeParse(schema, data, { abortEarly: true });
  if (result.success) return result.output;
  const issue = result.issues[0];
  throw new RangeError(`${v.getDotPath(issue) ?? 'data'}: ${issue.message}`);
}
