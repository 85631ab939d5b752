import { run } from './run.js';

// A closed pipe, as in `fastface-train … | head`, is no error.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') process.exit(0);
  console.error(
    `fastface-train: standard output cannot be written (${error.code}); make room, or send it elsewhere`,
  );
  process.exit(1);
});

process.exitCode = await run(process.argv.slice(2));

// Everything is said. BullMQ's timers may run on where Redis is away, and nobody waits for them.
for (const stream of [process.stdout, process.stderr])
  await new Promise<void>((written) => stream.write('', () => written()));
process.exit();
