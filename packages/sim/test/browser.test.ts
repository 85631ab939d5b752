import { fileURLToPath } from 'node:url';
import { runInNewContext } from 'node:vm';
import { build } from 'esbuild';
import { expect, test } from 'vitest';

test('the browser entry bundles for a page, and runs where there is no Node', async () => {
  const entry = fileURLToPath(new URL('../src/browser.ts', import.meta.url));
  // On the platform `browser` an import of a Node module is an error.
  const { outputFiles } = await build({
    entryPoints: [entry],
    bundle: true,
    write: false,
    platform: 'browser',
    format: 'iife',
    globalName: 'sim',
    target: 'es2022',
    conditions: ['@fastface/source'],
    logLevel: 'silent',
  });
  // What a page has of what is used here: no process, no Buffer, no require.
  const page = { TextDecoder, TextEncoder, DecompressionStream, URL };
  const run = `${outputFiles[0]!.text}
    const text = 'step,loss\\n' + Array.from({ length: 300 }, (_, i) => i + ',' + Math.max(1, 3 - i / 50)).join('\\n');
    (async () => {
      const read = await sim.readTrace('x.csv', [new TextEncoder().encode(text)]);
      const iterations = sim.iterationsOf(read.value.segments[0]);
      const options = { patience: 20, alpha: 0.2, beta: 0.2, threshold: 1e-3 };
      const made = sim.findScheduler('fastface').make(options, { learningRate: 1, totalSteps: 300 });
      const replay = sim.replay(made, options, iterations);
      const chosen = sim.chooseSegment(read.value).value;
      const svg = sim.figureSvg(sim.comparisonOf(read.value, chosen, iterations, [replay]));
      return { changes: replay.changes.length, svg: svg.slice(0, 4) };
    })();`;
  expect(await runInNewContext(run, page)).toEqual({ changes: 8, svg: '<svg' });
});
