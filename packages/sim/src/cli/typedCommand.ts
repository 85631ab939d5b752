/** The command line of this process, as it can be typed again. */
export const typedCommand = (words: readonly string[] = process.argv.slice(2)): string =>
  ['fastface', ...words]
    .map((word) => (/^[\w./:=@%+,-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`))
    .join(' ');
