const reasons: Readonly<Record<string, readonly [message: string, advice: string]>> = {
  ENOENT: ['no such file', 'check the path'],
  EACCES: ['no permission to read it', 'check the permissions of the file and its folder'],
  EPERM: ['no permission to read it', 'check the permissions of the file and its folder'],
  ENOTDIR: ['no such file: a part of the path is a file', 'check the path'],
  ELOOP: ['a link that points to itself', 'check the path'],
  ENAMETOOLONG: ['the path is too long', 'check the path'],
};

/** What went wrong with reading, whoever noticed it, in words for people. */
export function whyUnread(error: unknown): readonly [message: string, advice: string] {
  const code = (error as { code?: unknown } | null)?.code;
  if (typeof code === 'string') return reasons[code] ?? [`could not be read (${code})`, 'check the path'];
  // JSON that nests a hundred thousand levels, and the like.
  if (error instanceof RangeError && error.message.includes('call stack'))
    return ['nested too deeply to be a log', 'use the log of a training'];
  const reason = error instanceof Error ? error.message : String(error);
  return [`could not be read: ${reason}`, 'check that the file is complete and readable'];
}
