import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { parts } from './place.js';
import { lastLine, run } from './run.js';

/** The C library's files in pip's package, by platform. */
const libraries: Readonly<Record<string, readonly string[]>> = {
  linux: ['libtensorflow_cc.so.2', 'libtensorflow_framework.so.2'],
  darwin: ['libtensorflow_cc.2.dylib', 'libtensorflow_framework.2.dylib'],
};

/** Compiles tfjs-node's two C++ files against the TensorFlow in the folder. Takes some 20 s. */
export async function buildAddon(compiler: string, folder: string): Promise<void> {
  const { addon, python, tfjsNode, headers } = parts(folder);
  const tensorflow = join(python, 'tensorflow');
  const found = libraries[process.platform] ?? [];
  for (const library of found)
    if (!existsSync(join(tensorflow, library)))
      throw new Error(`pip's tensorflow has no ${library}; its layout is not the one that this was made for`);
  const onMac = process.platform === 'darwin';
  const built = await run(compiler, [
    ...['-std=c++17', '-O2', '-fPIC', '-shared', '-DNAPI_VERSION=8'],
    ...[`-I${tfjsNode}`, `-I${join(headers, 'include')}`, `-I${join(tensorflow, 'include')}`],
    ...['tfjs_backend.cc', 'tfjs_binding.cc'].map((file) => join(tfjsNode, 'binding', file)),
    ...['-o', addon, ...found.map((library) => join(tensorflow, library))],
    // Relative to the addon, so that the folder can be moved.
    `-Wl,-rpath,${onMac ? '@loader_path' : '$ORIGIN'}/python/tensorflow`,
    ...(onMac ? ['-undefined', 'dynamic_lookup'] : []),
  ]);
  if (built.status !== 0) throw new Error(`${compiler} could not build the addon: ${lastLine(built)}`);
}
