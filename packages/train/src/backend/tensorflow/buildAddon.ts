import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parts } from './place.js';
import { lastLine, run } from './run.js';

/** The C library's files in pip's package, by platform. */
const libraries: Readonly<Record<string, readonly string[]>> = {
  linux: ['libtensorflow_cc.so.2', 'libtensorflow_framework.so.2'],
  darwin: ['libtensorflow_cc.2.dylib', 'libtensorflow_framework.2.dylib'],
};

/** Compiles tfjs-node's two C++ files against the TensorFlow in the folder, and {@link quietSource}. Takes some 20 s. */
export async function buildAddon(compiler: string, folder: string): Promise<void> {
  const { addon, quiet, python, tfjsNode, headers } = parts(folder);
  const tensorflow = join(python, 'tensorflow');
  const found = libraries[process.platform] ?? [];
  for (const library of found)
    if (!existsSync(join(tensorflow, library)))
      throw new Error(`pip's tensorflow has no ${library}; its layout is not the one that this was made for`);
  const onMac = process.platform === 'darwin';
  const shared = [
    '-std=c++17',
    '-O2',
    '-fPIC',
    '-shared',
    '-DNAPI_VERSION=8',
    `-I${join(headers, 'include')}`,
  ];
  const platform = onMac ? ['-undefined', 'dynamic_lookup'] : [];
  const built = await run(compiler, [
    ...shared,
    ...[`-I${tfjsNode}`, `-I${join(tensorflow, 'include')}`],
    ...['tfjs_backend.cc', 'tfjs_binding.cc'].map((file) => join(tfjsNode, 'binding', file)),
    ...['-o', addon, ...found.map((library) => join(tensorflow, library))],
    // Relative to the addon, so that the folder can be moved.
    `-Wl,-rpath,${onMac ? '@loader_path' : '$ORIGIN'}/python/tensorflow`,
    ...platform,
  ]);
  if (built.status !== 0) throw new Error(`${compiler} could not build the addon: ${lastLine(built)}`);
  const source = join(folder, 'quiet.cc');
  writeFileSync(source, quietSource);
  const small = await run(compiler, [...shared, source, '-o', quiet, ...platform]);
  if (small.status !== 0) throw new Error(`${compiler} could not build quiet.node: ${lastLine(small)}`);
}

/**
 * `quiet()` sends standard error to nowhere, `loud()` brings it back. TensorFlow 2.21 logs while its library is loaded,
 * before any level of its own counts, and Node cannot replace a file descriptor as a whole.
 */
const quietSource = `#include <fcntl.h>
#include <node_api.h>
#include <unistd.h>

static int kept = -1;

static napi_value quiet(napi_env, napi_callback_info) {
  int nowhere = open("/dev/null", O_WRONLY);
  if (nowhere < 0) return nullptr;
  if (kept < 0) kept = dup(2);
  if (kept >= 0) dup2(nowhere, 2);
  close(nowhere);
  return nullptr;
}

static napi_value loud(napi_env, napi_callback_info) {
  if (kept < 0) return nullptr;
  dup2(kept, 2);
  close(kept);
  kept = -1;
  return nullptr;
}

static void add(napi_env env, napi_value exports, const char *name, napi_callback call) {
  napi_value function;
  napi_create_function(env, name, NAPI_AUTO_LENGTH, call, nullptr, &function);
  napi_set_named_property(env, exports, name, function);
}

NAPI_MODULE_INIT() {
  add(env, exports, "quiet", quiet);
  add(env, exports, "loud", loud);
  return exports;
}
`;
