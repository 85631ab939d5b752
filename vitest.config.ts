import { defineConfig } from 'vitest/config';

export default defineConfig({
  // The packages' own source, so that tests need no build.
  resolve: { conditions: ['@fastface/source'] },
  ssr: { resolve: { conditions: ['@fastface/source'] } },
  test: {
    setupFiles: ['scripts/propertySeeds.ts'],
    include: ['packages/*/test/**/*.test.ts', 'docs/**/*.test.ts'],
    // By default one core is left alone, which on two cores takes twice the time.
    maxWorkers: '100%',
    testTimeout: 60_000,
    hookTimeout: 60_000,
  },
});
