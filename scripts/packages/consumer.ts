import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { execute } from './execute.js';

/** A folder outside the workspace that uses the packages as their users do. */
export class Consumer {
  constructor(readonly folder: string) {
    this.write('package.json', JSON.stringify({ name: 'consumer', private: true, type: 'module' }));
  }

  write(file: string, text: string): void {
    writeFileSync(join(this.folder, file), text);
  }

  install(...packages: readonly string[]): void {
    execute(this.folder, 'npm', 'install', '--no-audit', '--no-fund', ...packages);
  }

  /** Runs `code` as an ES module and returns what it prints. */
  run(file: string, code: string): string {
    this.write(file, code);
    return execute(this.folder, process.execPath, file).trim();
  }

  fastface(...args: readonly string[]): string {
    return this.command('fastface', ...args);
  }

  /** Runs a command that an installed package brings. */
  command(name: string, ...args: readonly string[]): string {
    return execute(this.folder, 'npx', '--no-install', name, ...args).trim();
  }
}
