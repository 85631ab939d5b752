import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import sharp from 'sharp';
import { beforeAll, expect, test, vi } from 'vitest';
import { run } from '../../src/cli/run.js';
import {
  type Comparison,
  openRecogniser,
  toStateDict,
  useBackend,
  writeSafetensors,
} from '../../src/index.js';
import { filledModel } from '../export/filledModel.js';
import { scratchFolder } from '../loop/smallRun.js';
import { difference, numbers } from '../vectors/torch.js';
import { browser, pageWith } from './chromium.js';

const folder = scratchFolder();
const at = (name: string) => join(folder, name);
const asUrl = (name: string) =>
  `data:application/octet-stream;base64,${readFileSync(at(name)).toString('base64')}`;

interface Found {
  readonly backend: string;
  readonly comparisons: readonly Comparison[];
  readonly embedding: readonly number[];
  readonly crop: readonly number[];
}

beforeAll(async () => {
  await useBackend('wasm');
  const model = await filledModel('iresnet-tiny', 32, 16);
  await writeSafetensors(at('weights.safetensors'), await toStateDict(model), {
    image_size: '32',
    threshold: '0.5',
  });
  model.dispose();
  for (const [i, [width, height]] of [
    [90, 75],
    [20, 31],
  ].entries()) {
    const pixels = Uint8Array.from(numbers(i, width! * height! * 3), (value) => 127.5 + 127.5 * value);
    await sharp(pixels, { raw: { width: width!, height: height!, channels: 3 } })
      .png()
      .toFile(at(`${i}.png`));
  }
});

test.skipIf(browser === null).each(['cpu', 'webgl'])(
  'a page compares two pictures on %s, and finds what the commands find (needs Chromium)',
  { timeout: 300_000 },
  async (backend) => {
    const flags = ['--network', at('weights.safetensors'), '--backend=wasm', '--json'];
    vi.spyOn(console, 'log').mockImplementation(() => {});
    for (const half of [[], ['--half']]) {
      expect(await run(['export', '-o', at('face.safetensors'), ...flags, ...half])).toBe(0);
      const node = await openRecogniser(at('face.safetensors'), { backend: null, onWrongSize: 'resize' });
      const expected = await node.compare(at('0.png'), at('1.png'));
      const { values } = await node.embed([at('0.png')]);
      node.dispose();
      expect(expected.threshold).toBe(0.5);

      const urls = ['face.safetensors', '0.png', '1.png'].map(asUrl);
      const { found, errors } = await pageWith<Found>('recognise.ts', 'compare', [backend, ...urls]);
      expect(errors).toEqual([]);
      expect(found.backend).toBe(backend);
      // The pixels are the same bytes; the sums of the network are rounded in another order.
      const resized = await sharp(at('0.png'))
        .resize(32, 32, { fit: 'cover' })
        .removeAlpha()
        .raw()
        .toBuffer();
      expect(found.crop).toEqual([...resized]);
      expect(difference(found.embedding, [...values])).toBeLessThan(1e-5);
      for (const { similarity, threshold, same } of found.comparisons) {
        expect(similarity).toBeCloseTo(expected.similarity, 5);
        expect({ threshold, same }).toEqual({ threshold: 0.5, same: expected.same });
      }
    }
  },
);
