import { defineConfig } from 'vitest/config';

/** Tests of the built site in a real browser: `npm run test:site`, which builds it first. */
export default defineConfig({
  resolve: { conditions: ['@fastface/source'] },
  ssr: { resolve: { conditions: ['@fastface/source'] } },
  test: { include: ['docs/test/**/*.site.ts'], testTimeout: 120_000, hookTimeout: 120_000 },
});
