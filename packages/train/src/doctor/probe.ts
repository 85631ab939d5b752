/** Tests one backend and prints the result as JSON. It is a separate process, because a bad driver may crash it. */
import { type BackendName, useBackend } from '../backend/useBackend.js';
import { Random } from '../random.js';
import { smallStep } from './smallStep.js';

const name = process.argv[2] as BackendName;
try {
  const { device } = await useBackend(name);
  const milliseconds = await smallStep(new Random('doctor'), () => performance.now());
  console.log(`\n${JSON.stringify({ device, milliseconds })}`);
} catch (error) {
  console.log(`\n${JSON.stringify({ problem: (error as Error).message })}`);
}
process.exit(0);
