import { run } from './run.js';

// A closed pipe, as in `fastface-train … | head`, is no error.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') process.exit(0);
  throw error;
});

process.exitCode = await run(process.argv.slice(2));

// Everything is said. BullMQ's timers may run on where Redis is away, and nobody waits for them.
for (const stream of [process.stdout, process.stderr])
  await new Promise<void>((written) => stream.write('', () => written()));
process.exit();
