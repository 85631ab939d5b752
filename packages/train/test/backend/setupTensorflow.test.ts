import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { loadTensorflow } from '../../src/backend/tensorflow/loadTensorflow.js';
import { readManifest } from '../../src/backend/tensorflow/manifest.js';
import { npmTarball } from '../../src/backend/tensorflow/npmTarball.js';
import { parts, tensorflowFolder } from '../../src/backend/tensorflow/place.js';
import { cpuRequirements, gpuRequirements } from '../../src/backend/tensorflow/requirements.js';
import { run } from '../../src/backend/tensorflow/run.js';
import { setupTensorflow } from '../../src/backend/tensorflow/setupTensorflow.js';
import { findTools } from '../../src/backend/tensorflow/tools.js';

const scratch = mkdtempSync(join(tmpdir(), 'fastface-setup-'));
afterAll(() => rmSync(scratch, { recursive: true, force: true }));

describe('setup-tensorflow', () => {
  test('every download has a checksum', () => {
    for (const list of [...Object.values(cpuRequirements), ...Object.values(gpuRequirements)])
      for (const line of list) expect(line).toMatch(/^[\w-]+==[\d.]+ --hash=sha256:[0-9a-f]{64}$/);
  });

  test('the folder is what the environment says, or the user’s cache', () => {
    expect(tensorflowFolder({ FASTFACE_TENSORFLOW: '/there' })).toBe('/there');
    expect(tensorflowFolder({ XDG_CACHE_HOME: '/cache' })).toBe(join('/cache', 'fastface', 'tensorflow'));
  });

  test('all that is missing is told at once, each with what to do', async () => {
    const none = join(scratch, 'no-such-program');
    const missing = findTools({ PYTHON: none, CXX: none });
    await expect(missing).rejects.toThrow(/missing .*no-such-program: .*apt install python3/);
    await expect(missing).rejects.toThrow(/missing .*no-such-program: .*apt install g\+\+/);
  });

  test('a package is unpacked only when its checksum is right', async () => {
    const source = join(scratch, 'source');
    mkdirSync(source);
    writeFileSync(join(source, 'package.json'), '{"name":"thing","version":"1.0.0"}');
    writeFileSync(join(source, 'index.js'), 'module.exports = 1;\n');
    const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm';
    const bad = join(scratch, 'bad');
    await expect(npmTarball(npm, { spec: source, integrity: 'sha512-no' }, bad)).rejects.toThrow(/checksum/);
    expect(existsSync(join(bad, 'index.js'))).toBe(false);

    const { out } = await run(npm, ['pack', '--silent', '--pack-destination', scratch, source]);
    const bytes = readFileSync(join(scratch, out.trim()));
    const integrity = `sha512-${createHash('sha512').update(bytes).digest('base64')}`;
    const good = join(scratch, 'good');
    await npmTarball(npm, { spec: source, integrity }, good);
    expect(readFileSync(join(good, 'index.js'), 'utf8')).toBe('module.exports = 1;\n');
  });

  test('a set-up that fails leaves an earlier one as it was, and nothing beside it', async () => {
    const folder = join(scratch, 'earlier');
    mkdirSync(folder);
    writeFileSync(join(folder, 'kept'), 'kept');
    const python = process.env.PYTHON;
    process.env.PYTHON = join(scratch, 'no-such-program');
    try {
      await expect(setupTensorflow({ folder, force: true })).rejects.toThrow(/no-such-program/);
    } finally {
      if (python === undefined) delete process.env.PYTHON;
      else process.env.PYTHON = python;
    }
    expect(readFileSync(join(folder, 'kept'), 'utf8')).toBe('kept');
    expect(existsSync(`${folder}.new`)).toBe(false);
  });

  test('an unfinished or foreign manifest is none', () => {
    const folder = join(scratch, 'foreign');
    mkdirSync(folder);
    expect(readManifest(folder)).toBeNull();
    writeFileSync(parts(folder).manifest, '{"version":1');
    expect(readManifest(folder)).toBeNull();
    writeFileSync(parts(folder).manifest, '{"version":2,"tensorflow":"x"}');
    expect(readManifest(folder)).toBeNull();
  });

  test('what TensorFlow logs while it is loaded is kept out unless asked for', async ({ skip }) => {
    if (!existsSync(parts(tensorflowFolder()).quiet)) skip('setup-tensorflow has not been run');
    const load = `import(${JSON.stringify(import.meta.resolve('../../src/backend/tensorflow/loadTensorflow.ts'))}).then((m) => m.loadTensorflow()).then(() => console.error('loaded'))`;
    const errorsWith = async (env: Record<string, string>) => {
      const tsx = ['--import', import.meta.resolve('tsx'), '--conditions=@fastface/source'];
      const { status, err } = await run(process.execPath, [...tsx, '-e', load], { env });
      expect(status).toBe(0);
      return err.split('\n').filter((line) => !line.includes('Warning'));
    };
    expect(await errorsWith({})).toEqual(['loaded', '']);
    expect((await errorsWith({ TF_CPP_MIN_LOG_LEVEL: '0' })).join()).toContain('oneDNN');
  });

  test('where there is none, each place is named with its reason', async () => {
    const nowhere = join(scratch, 'nowhere');
    const loaded = loadTensorflow(nowhere);
    await expect(loaded).rejects.toThrow('setup-tensorflow');
    await expect(loaded).rejects.toThrow(`${nowhere}: not set up`);
    await expect(loaded).rejects.toThrow('@tensorflow/tfjs-node-gpu: not installed');
  });
});
