import { tmpdir } from 'node:os';
import { pathToFileURL } from 'node:url';
import { findOptional } from '../optional.js';

/** The device that WebGPU will use. */
export interface LoadedWebgpu {
  readonly from: string;
  readonly device: string;
  /** True for a driver that computes on the CPU, such as SwiftShader: correct but slow. */
  readonly software: boolean;
}

/** The part of WebGPU that is used here; tfjs uses the rest. */
interface Gpu {
  requestAdapter(options: { powerPreference: 'high-performance' }): Promise<{
    readonly info: Readonly<Record<'vendor' | 'architecture' | 'description' | 'device', string>>;
  } | null>;
}
const host = globalThis as { navigator?: { gpu?: Gpu } };

/** Required npm packages; optional, because they take 150 MB. */
export const webgpuPackages = ['webgpu@0.6.2', '@tensorflow/tfjs-backend-webgpu@4.22.0'] as const;
const install = `run "npm install ${webgpuPackages.join(' ')}"`;

/**
 * Registers tfjs's WebGPU backend: on the browser's own WebGPU, or in Node on Dawn from npm's `webgpu`, which uses
 * Vulkan, Metal or Direct3D and so NVIDIA's, AMD's, Intel's and Apple's devices without CUDA.
 *
 * @throws Error with one line: what is missing and how to install it.
 */
export async function loadWebgpu(): Promise<LoadedWebgpu> {
  const from = await provideGpu();
  const adapter = await host.navigator!.gpu!.requestAdapter({ powerPreference: 'high-performance' });
  if (adapter === null) throw new Error(`backend webgpu: no device found; ${await adviceOnDrivers()}`);
  // Reads navigator.gpu when it is loaded, so it must be imported only now.
  await import(optionalUrl('@tensorflow/tfjs-backend-webgpu'));
  const { vendor, architecture, description, device } = adapter.info;
  const name = [vendor, architecture, description || device].filter((word) => word !== '').join(' ');
  return {
    from,
    device: name,
    software: /swiftshader|llvmpipe|lavapipe|software/i.test(`${name} ${device}`),
  };
}

async function provideGpu(): Promise<string> {
  if (host.navigator?.gpu !== undefined) return 'the browser';
  const { create, globals } = (await import(optionalUrl('webgpu'))) as {
    create(flags: string[]): Gpu;
    globals: object;
  };
  // SwiftShader prints a warning if it is not set.
  if (process.platform === 'linux') process.env.XDG_RUNTIME_DIR ??= tmpdir();
  Object.assign(globalThis, globals);
  const gpu = create(process.platform === 'linux' ? ['backend=vulkan'] : []);
  if (host.navigator === undefined)
    Object.defineProperty(host, 'navigator', { value: { userAgent: 'Node' }, configurable: true });
  Object.defineProperty(host.navigator, 'gpu', { value: gpu, configurable: true });
  return 'npm’s webgpu (Dawn)';
}

function optionalUrl(name: string): string {
  try {
    return pathToFileURL(findOptional(name)).href;
  } catch {
    throw new Error(`backend webgpu: ${name} is not installed; ${install}`);
  }
}

/** The missing library, if it can be determined. */
async function adviceOnDrivers(): Promise<string> {
  if (process.platform !== 'linux') return 'update the graphics driver, or use another backend';
  const { run } = await import('../tensorflow/run.js');
  const { out } = await run('ldconfig', ['-p']);
  return out.includes('libvulkan.so.1')
    ? 'install the Vulkan driver of the graphics card (Debian: apt install mesa-vulkan-drivers, or NVIDIA’s)'
    : 'libvulkan.so.1 is missing (Debian: apt install libvulkan1)';
}
