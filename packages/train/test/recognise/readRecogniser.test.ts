import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import sharp from 'sharp';
import { beforeAll, describe, expect, test, vi } from 'vitest';
import { readRecogniser } from '../../src/browser.js';
import { run } from '../../src/cli/run.js';
import {
  openRecogniser,
  readSafetensors,
  toStateDict,
  useBackend,
  writeSafetensors,
} from '../../src/index.js';
import { filledModel } from '../export/filledModel.js';
import { scratchFolder } from '../loop/smallRun.js';
import { difference, numbers } from '../vectors/torch.js';

const folder = scratchFolder();
const at = (name: string) => join(folder, name);
const size = 24;
const [width, height] = [61, 40];
const pictures = [1.5, 4].map((salt) =>
  Uint8Array.from(numbers(salt, width * height * 3), (value) => 127.5 + 127.5 * value),
);
const pixels = pictures.map((data) => ({ width, height, data }));

beforeAll(async () => {
  await useBackend('wasm');
  const model = await filledModel('iresnet-tiny', size, 16);
  const tensors = await toStateDict(model);
  await writeSafetensors(at('network.safetensors'), tensors, { image_size: String(size), threshold: '0.25' });
  model.dispose();
  const flags = ['--network', at('network.safetensors'), '--backend=wasm', '--json'];
  vi.spyOn(console, 'log').mockImplementation(() => {});
  expect(await run(['export', '-o', at('exported.safetensors'), ...flags])).toBe(0);
  vi.restoreAllMocks();
  for (const [i, data] of pictures.entries())
    await sharp(data, { raw: { width, height, channels: 3 } })
      .png()
      .toFile(at(`${i}.png`));
});

const bytesOf = (name: string) => new Uint8Array(readFileSync(at(name)));

describe('a network read from bytes', () => {
  test('embeds and compares as the same file does by the commands', async () => {
    const node = await openRecogniser(at('exported.safetensors'), { backend: null, onWrongSize: 'resize' });
    const { values } = await node.embed([at('0.png'), at('1.png')]);
    const compared = await node.compare(at('0.png'), at('1.png'));
    node.dispose();

    const page = readRecogniser(bytesOf('exported.safetensors').buffer);
    const embeddings = await page.embed(pixels);
    expect(embeddings.names).toEqual(['picture 1', 'picture 2']);
    expect(difference(embeddings.values, [...values])).toBe(0);
    // The threshold went through the file: from the weights' header into the export's.
    expect(compared.threshold).toBe(0.25);
    expect(await page.compare(pixels[0]!, pixels[1]!)).toEqual(compared);
    expect(page.threshold).toBe(0.25);
    expect(page.model).toMatchObject({ name: 'iresnet-tiny', imageSize: size, embeddingSize: 16 });
    page.dispose();
  });

  test('takes RGBA, and its own crop of a picture for the picture', async () => {
    const page = readRecogniser(bytesOf('exported.safetensors'));
    const rgba = Uint8ClampedArray.from({ length: width * height * 4 }, (_, i) =>
      i % 4 === 3 ? 255 : pictures[0]![Math.floor(i / 4) * 3 + (i % 4)]!,
    );
    const crop = { width: size, height: size, data: page.crop(pixels[0]!) };
    const { values } = await page.embed([pixels[0]!, { width, height, data: rgba }, crop]);
    expect([...values.subarray(16, 32)]).toEqual([...values.subarray(0, 16)]);
    expect([...values.subarray(32)]).toEqual([...values.subarray(0, 16)]);
    page.dispose();
  });

  test('has the threshold that is given, or none', async () => {
    const given = readRecogniser(bytesOf('exported.safetensors'), { threshold: -1 });
    expect(await given.compare(pixels[0]!, pixels[1]!)).toMatchObject({ threshold: -1, same: true });
    const { tensors } = await readSafetensors(at('exported.safetensors'));
    for (const threshold of ['', ' ', '2', 'NaN', 'x']) {
      await writeSafetensors(at('without.safetensors'), tensors, { image_size: String(size), threshold });
      const without = readRecogniser(bytesOf('without.safetensors'));
      expect(await without.compare(pixels[0]!, pixels[1]!), threshold).toMatchObject({
        threshold: null,
        same: null,
      });
      without.dispose();
    }
    given.dispose();
  });
});

describe('what is no network gets one line', () => {
  const whole = () => bytesOf('exported.safetensors');
  const changed = async (
    change: (tensors: Awaited<ReturnType<typeof readSafetensors>>['tensors']) => void,
    size = '24',
  ) => {
    const { tensors } = await readSafetensors(at('exported.safetensors'));
    change(tensors);
    await writeSafetensors(at('changed.safetensors'), tensors, { image_size: size });
    return bytesOf('changed.safetensors');
  };
  test.each<[string, () => Uint8Array | Promise<Uint8Array>, RegExp]>([
    ['no bytes', () => new Uint8Array(0), /^the network: has 0 bytes/],
    [
      'a page of the server',
      () => new TextEncoder().encode('<!doctype html><p>404'),
      /speaks of a header of \d+ bytes/,
    ],
    ['a file cut short', () => whole().subarray(0, 50_000), /bytes of data, its header speaks of/],
    [
      'other tensors',
      () => changed((tensors) => tensors.delete('fc.weight')),
      /is no backbone of IResNet or MobileFaceNet/,
    ],
    ['no tensor', () => changed((tensors) => tensors.clear()), /is no backbone/],
    [
      'a larger image than it has numbers for',
      () => changed(() => {}, '9999'),
      /fewer than the \d+ of iresnet-tiny/,
    ],
    ['another image', () => changed(() => {}, '16'), /fc\.weight is \[16, 384\] \(expected \[16, 96\]\)/],
  ])('%s', async (_, make, message) => {
    const bytes = await make();
    expect(() => readRecogniser(bytes)).toThrow(message);
    expect(() => readRecogniser(bytes, { name: 'mine' })).toThrow(/^mine: [^\n]*$/);
  });

  test('weights that are not finite are found out by the first picture', async () => {
    const page = readRecogniser(await changed((tensors) => tensors.get('fc.bias')!.data.fill(Number.NaN)));
    await expect(page.compare(pixels[0]!, pixels[1]!)).rejects.toThrow(
      /picture 1: its embedding is not finite/,
    );
    page.dispose();
  });
});
