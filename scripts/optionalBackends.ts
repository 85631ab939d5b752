import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** Where `npm run test:backends` puts npm's packages for WebGPU, outside the project's own node_modules. */
export const backendsFolder = join(dirname(import.meta.dirname), '.cache', 'backends');

const softwareDriver = '/usr/lib/chromium/vk_swiftshader_icd.json';

/** Chromium's software driver, where it is there and no other is named: right, and slow. */
export const driverEnvironment = (): NodeJS.ProcessEnv =>
  existsSync(softwareDriver) ? { VK_ICD_FILENAMES: softwareDriver, ...process.env } : { ...process.env };
