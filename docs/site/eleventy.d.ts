/** The part of Eleventy that the build uses; the package has no types of its own. */
declare module '@11ty/eleventy' {
  export interface UserConfig {
    readonly ignores: Set<string>;
    setUseGitIgnore(use: boolean): void;
    setTemplateFormats(formats: readonly string[]): void;
    setIncludesDirectory(folder: string): void;
    amendLibrary(format: string, amend: (library: { enable(rule: string): void }) => void): void;
    setLibrary(format: string, library: unknown): void;
    addGlobalData(name: string, value: unknown): void;
    addTemplate(path: string, content: string): void;
    addWatchTarget(glob: string): void;
    on(event: 'eleventy.after', listener: () => void | Promise<void>): void;
  }
  export default class Eleventy {
    constructor(
      input: string,
      output: string,
      options: {
        quietMode: boolean;
        runMode: 'build' | 'serve';
        configPath: null;
        config(config: UserConfig): Record<string, unknown>;
      },
    );
    /** Files copied, and files written. */
    write(): Promise<[unknown[], { outputPath: string }[]]>;
    watch(): Promise<void>;
    serve(port: number): Promise<void>;
  }
}
