import fc from 'fast-check';

/**
 * On CI properties are drawn from a fixed seed, another one for each major version of Node, so that a commit has one
 * answer there. Elsewhere, and in `npm run test:long`, every run draws anew.
 */
if (process.env.CI === 'true') fc.configureGlobal({ seed: Number.parseInt(process.versions.node, 10) });
