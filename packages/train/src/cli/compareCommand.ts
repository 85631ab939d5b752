import type { Command } from 'commander';
import { BadInput } from '../badInput.js';
import { Progress } from '../loop/progress.js';
import { openPlain } from '../plainFile.js';
import { type NetworkFlags, recogniserOf, withNetworkFlags, withThreshold } from './networkFlags.js';

interface CompareFlags extends NetworkFlags {
  readonly threshold?: number | string;
}

/** Adds the command `compare`. */
export function registerCompare(program: Command): void {
  const command = program
    .command('compare')
    .description('whether two aligned faces are one person')
    .argument('<first>', 'an image')
    .argument('<second>', 'an image');
  withNetworkFlags(withThreshold(command))
    .addHelpText(
      'after',
      `
The similarity is the cosine of the embeddings, −1 to 1. The threshold is the most accurate one on the pairs that
verify, or the end of the run, verified on. It holds for pairs like those.

Examples:
  fastface-train compare a.jpg b.jpg
  fastface-train compare a.jpg b.jpg --network backbone.pth --threshold 0.3
  fastface-train verify backbone.pth --data lfw.bin --json > lfw.json
  fastface-train compare a.jpg b.jpg --network backbone.pth --threshold lfw.json`,
    )
    .action(compareCommand);
}

async function compareCommand(first: string, second: string, flags: CompareFlags): Promise<void> {
  const progress = new Progress(process.stderr);
  // A wrong path is told before the network is loaded.
  for (const image of [first, second]) await (await openPlain(image)).file.close();
  const recogniser = await recogniserOf(flags, (line) => progress.note(line), flags.threshold);
  const { similarity, threshold, same } = await recogniser.compare(first, second).catch((error) => {
    // Neither of two images can be left out.
    if (!(error instanceof BadInput) || !error.advice.includes('--on-bad-image')) throw error;
    throw new BadInput(error.file, error.problem, 'give another image');
  });
  recogniser.dispose();
  if (flags.json)
    console.log(
      JSON.stringify({ network: recogniser.path, first, second, similarity, threshold, same }, null, 2),
    );
  else console.log(`similarity ${similarity.toFixed(4)}, ${verdict(threshold, same)}`);
}

function verdict(threshold: number | null, same: boolean | null): string {
  if (threshold === null) return 'no verdict: give a --threshold, which verify finds';
  return `threshold ${threshold.toFixed(4)}: ${same ? 'one person' : 'two people'}`;
}
