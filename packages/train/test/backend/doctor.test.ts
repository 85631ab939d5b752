import { expect, test } from 'vitest';
import { examine } from '../../src/doctor/examine.js';
import type { BackendName } from '../../src/index.js';

const source = ['--import', import.meta.resolve('tsx'), '--conditions=@fastface/source'];

test('a backend that works is measured, in a process of its own', async () => {
  const finding = await examine('wasm', source);
  expect(finding).toMatchObject({ backend: 'wasm', works: true, device: 'WebAssembly, CPU' });
  expect(finding.works && finding.milliseconds).toBeGreaterThan(0);
});

test('one that does not says why', async () => {
  const finding = await examine('quantum' as BackendName, source);
  expect(finding).toMatchObject({
    works: false,
    problem: expect.stringContaining('unknown backend: quantum'),
  });
});

test('a process that dies is a finding, not an end', async () => {
  const finding = await examine('wasm', [...source, '--import', 'data:text/javascript,process.abort()']);
  expect(finding).toMatchObject({ works: false, problem: expect.stringContaining('its process ended') });
});
