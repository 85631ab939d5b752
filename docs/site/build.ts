/**
 * Builds the site into docs/dist: `npm run docs`; with `-- --serve`, shows it and builds it again when a file changes.
 * The result is plain files with relative links: any static server, any sub-path, or the files opened as they are.
 */
import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import Eleventy from '@11ty/eleventy';
import { assets } from './assets.js';
import { changelogPage } from './changelog.js';
import { makeCommandPages } from './commandPages.js';
import { input, output, workspace } from './folders.js';
import { markdown } from './markdown.js';
import { addPages, menu, neighbours, pageOf } from './pages.js';
import { previewFile, writePreview } from './preview.js';
import { homepage, repository, version } from './project.js';
import { makeReference } from './reference.js';
import { writeSearchIndex } from './search.js';

/** Pages that no file holds. */
const made = new Map([
  ...(await makeReference()),
  ...(await makeCommandPages()),
  ['changelog', changelogPage()],
]);
addPages(made);
const serve = process.argv.includes('--serve');
// Eleventy's paths are relative.
process.chdir(workspace);
rmSync(output, { recursive: true, force: true });

const site = new Eleventy('docs', 'docs/dist', {
  quietMode: true,
  runMode: serve ? 'serve' : 'build',
  configPath: null,
  config(config) {
    config.setUseGitIgnore(false);
    for (const ignored of ['dist', 'node_modules', '.cache', 'test', 'README.md'])
      config.ignores.add(join('docs', ignored));
    config.setTemplateFormats(['md']);
    config.setIncludesDirectory('site');
    config.setLibrary('md', markdown);
    config.amendLibrary('md', (library) => library.enable('code'));
    config.addGlobalData('layout', 'layout.njk');
    config.addGlobalData(
      'permalink',
      () =>
        ({ page }: { page: { filePathStem: string } }) =>
          `${page.filePathStem}.html`,
    );
    config.addGlobalData('eleventyComputed', {
      // What the layout shows of a page: its title, the way up to the site's root, the menu, the pages before and after.
      site: ({ page }: { page: { filePathStem: string; rawInput: string } }) => {
        const shown = pageOf(page.filePathStem, page.rawInput);
        const preview = `${homepage ?? shown.root}${previewFile}`;
        return { ...shown, version, repository, preview, menu: menu(shown.name), ...neighbours(shown.name) };
      },
    });
    for (const [name, content] of made) config.addTemplate(`${name}.md`, content);
    config.addWatchTarget(join(input, '**/*.ts'));
    config.addWatchTarget(join(input, '**/*.css'));
    config.on('eleventy.after', async () => {
      await assets();
      writeSearchIndex();
      writePreview(pageOf('index', readFileSync(join(input, 'index.md'), 'utf8')).description);
    });
    return { markdownTemplateEngine: false, htmlTemplateEngine: false };
  },
});

if (serve) {
  await site.watch();
  await site.serve(8080);
} else {
  const started = Date.now();
  const [, written] = await site.write();
  console.log(`${written.length} pages in ${output} (${((Date.now() - started) / 1000).toFixed(1)} s)`);
}
