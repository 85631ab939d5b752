/** Bundles the script of the report's page into the built package: a part of `npm run build`. */
import { writeFileSync } from 'node:fs';
import { bundlePage } from '../packages/sim/page/bundle.js';

const { script, style } = await bundlePage();
const place = (name: string) => new URL(`../packages/sim/dist/report/${name}`, import.meta.url);
writeFileSync(place('page.js'), script);
writeFileSync(place('page.css'), style);
