import { lastLine, run } from './run.js';

/** The TensorFlow version that the addon reports. It runs in a separate process, because a bad library may crash it. */
export async function tryAddon(addon: string): Promise<string> {
  const script = 'process.stdout.write("\\n" + require(process.argv[1]).TF_Version)';
  const tried = await run(process.execPath, ['-e', script, addon], { env: { TF_CPP_MIN_LOG_LEVEL: '3' } });
  if (tried.status !== 0) throw new Error(`the addon does not load: ${lastLine(tried)}`);
  return tried.out.trim().split('\n').at(-1)!;
}
