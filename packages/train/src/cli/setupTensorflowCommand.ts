import type { Command } from 'commander';
import { tensorflowFolder } from '../backend/tensorflow/place.js';
import { setupTensorflow } from '../backend/tensorflow/setupTensorflow.js';

interface SetupFlags {
  readonly gpu?: boolean;
  readonly force?: boolean;
  readonly folder?: string;
  readonly json?: boolean;
}

/** Adds the command `setup-tensorflow`. */
export function registerSetupTensorflow(program: Command): void {
  program
    .command('setup-tensorflow')
    .description('build the tensorflow backend on pip’s TensorFlow: once, a minute or two')
    .option('--gpu', 'with CUDA, for NVIDIA cards on x86-64 Linux (some 3 GB)')
    .option('--force', 'build anew what is there already')
    .option('--folder <folder>', 'where it goes (default: $FASTFACE_TENSORFLOW, or the user’s cache)')
    .option('--json', 'machine-readable')
    .addHelpText(
      'after',
      `
Needs Python with pip, a C++ compiler and npm. Examples:
  fastface-train setup-tensorflow
  fastface-train train --backend tensorflow`,
    )
    .action(setupTensorflowCommand);
}

export async function setupTensorflowCommand(flags: SetupFlags): Promise<void> {
  const { gpu = false, force = false, json = false, folder = tensorflowFolder() } = flags;
  const showPip = !json && process.stderr.isTTY;
  const onStep = (step: number, of: number, what: string) => console.error(`${step}/${of} ${what}`);
  try {
    const manifest = await setupTensorflow({ gpu, force, folder, showPip, ...(json ? {} : { onStep }) });
    if (json) console.log(JSON.stringify({ folder, ...manifest }));
    else
      console.log(
        `TensorFlow ${manifest.tensorflow}${manifest.gpu ? ' with CUDA' : ''} is ready in ${folder}\nuse it: fastface-train train --backend tensorflow`,
      );
  } catch (error) {
    for (const line of (error as Error).message.split('\n')) console.error(`setup-tensorflow: ${line}`);
    process.exitCode = 1;
  }
}
