/** Milliseconds of reading after which standard input may well have no end. */
const patience = 10_000;

/** Says in a line that standard input is still being read, where a command that needs its end waits for it. */
export function sayLongInput(command: string, args: readonly string[]): void {
  if (!args.includes('-') || command === 'watch') return;
  setTimeout(() => {
    if (process.stdin.readableEnded) return;
    console.error(
      `fastface: ${command} needs the end of standard input, which has not come in 10 seconds; fastface watch - follows a log that grows`,
    );
  }, patience).unref();
}
