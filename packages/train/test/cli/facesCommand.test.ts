import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Command } from 'commander';
import sharp from 'sharp';
import { afterAll, afterEach, expect, test, vi } from 'vitest';
import { registerFaces } from '../../src/cli/facesCommand.js';
import { committedFiles } from '../faces/formats/written.js';

const folder = mkdtempSync(join(tmpdir(), 'fastface-sheet-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
afterEach(() => vi.restoreAllMocks());

async function faces(...flags: string[]): Promise<string> {
  const printed: string[] = [];
  vi.spyOn(console, 'log').mockImplementation((line) => void printed.push(line));
  const program = new Command('fastface-train').exitOverride().configureOutput({ writeErr: () => {} });
  registerFaces(program);
  await program.parseAsync(['faces', ...flags], { from: 'user' });
  return printed.join('\n');
}

const sheet = join(folder, 'sheet.png');

test('the sheet has a row for each person, enlarged where images are small', async () => {
  const line = await faces('--sheet', sheet, '--rows', '3', '--columns', '2', '--image-size', '16');
  expect(line).toBe(`${sheet}: 3 people of generated facesjs train (hard, seed 3407), 16×16 pixels`);
  // A gap of 1 pixel round images of 16, all of it six times as large.
  expect(await sharp(sheet).metadata()).toMatchObject({ format: 'png', width: 35 * 6, height: 52 * 6 });
  const { channels } = await sharp(sheet).stats();
  for (const { stdev } of channels) expect(stdev).toBeGreaterThan(10);
});

test('options choose the faces', async () => {
  const flags = ['--sheet', sheet, '--rows', '2', '--columns', '2', '--image-size', '16'];
  const pixels = async (...more: string[]) => {
    await faces(...flags, ...more);
    return sharp(sheet).raw().toBuffer();
  };
  const plain = await pixels();
  expect((await pixels()).equals(plain)).toBe(true);
  for (const more of [
    ['--seed', '1'],
    ['--difficulty', 'easy'],
    ['--split', 'test'],
    ['--style', 'notionists'],
  ]) {
    expect((await pixels(...more)).equals(plain), more.join(' ')).toBe(false);
  }
});

test('a folder of one’s own, as JSON', async () => {
  const data = join(committedFiles(), 'people');
  const flags = ['--sheet', sheet, '--data', data, '--image-size', '8', '--json'];
  expect(JSON.parse(await faces(...flags))).toEqual({
    sheet,
    name: data,
    people: 5,
    imageSize: 8,
    classes: 5,
    images: 11,
  });
  await expect(faces('--sheet', sheet, '--data', data)).rejects.toThrow('is 8×8 pixels, not 112×112');
});

test('what cannot be done is told', async () => {
  await expect(faces('--sheet', join(folder, 'no/such/sheet.png'), '--rows', '1')).rejects.toThrow(
    /sheet\.png: ENOENT.* \(give --sheet a file that can be written\)/,
  );
  await expect(faces()).rejects.toThrow("required option '--sheet <file.png>' not specified");
  await expect(faces('--sheet', sheet, '--rows', '0')).rejects.toThrow(
    'Expected a whole number, at least 1.',
  );
  await expect(faces('--sheet', sheet, '--image-size', '1e9')).rejects.toThrow('invalid imageSize');
  await expect(faces('--sheet', sheet, '--style', 'oil')).rejects.toThrow(
    'Allowed choices are facesjs, notionists',
  );
});
