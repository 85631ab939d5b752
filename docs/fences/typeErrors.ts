import { join } from 'node:path';
import ts from 'typescript';

/** Type errors of the modules at `paths` by path, found by one program with the workspace's own compiler options. */
export function typeErrors(root: string, paths: readonly string[]): Map<string, string[]> {
  const config = ts.readConfigFile(join(root, 'tsconfig.json'), ts.sys.readFile);
  const { options } = ts.parseJsonConfigFileContent(
    { ...config.config, include: [], files: [] },
    ts.sys,
    root,
  );
  const program = ts.createProgram([...paths], { ...options, allowImportingTsExtensions: true });
  return new Map(
    paths.map((path) => {
      const file = program.getSourceFile(path)!;
      const found = [...program.getSyntacticDiagnostics(file), ...program.getSemanticDiagnostics(file)];
      return [path, found.map((error) => describe(error))];
    }),
  );
}

function describe({ file, start, messageText }: ts.Diagnostic): string {
  const line = file && start !== undefined ? file.getLineAndCharacterOfPosition(start).line : 0;
  return `line ${line + 1} of the code: ${ts.flattenDiagnosticMessageText(messageText, ' ')}`;
}
