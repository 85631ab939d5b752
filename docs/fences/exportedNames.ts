import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import ts from 'typescript';

/** Names that a TypeScript source exports, each with whether it is a type only. */
export function exportedNames(path: string): Map<string, { isType: boolean }> {
  const names = new Map<string, { isType: boolean }>();
  const file = ts.createSourceFile(path, readFileSync(path, 'utf8'), ts.ScriptTarget.ESNext);
  for (const statement of file.statements) {
    if (ts.isExportDeclaration(statement)) {
      if (statement.exportClause && ts.isNamedExports(statement.exportClause)) {
        for (const { name, isTypeOnly } of statement.exportClause.elements) {
          names.set(name.text, { isType: isTypeOnly || statement.isTypeOnly });
        }
      } else if (
        !statement.exportClause &&
        statement.moduleSpecifier &&
        ts.isStringLiteral(statement.moduleSpecifier)
      ) {
        const from = join(dirname(path), statement.moduleSpecifier.text.replace(/\.js$/, '.ts'));
        for (const [name, kind] of exportedNames(from)) names.set(name, kind);
      }
    } else if (isExported(statement)) {
      if (ts.isVariableStatement(statement)) {
        for (const { name } of statement.declarationList.declarations) {
          if (ts.isIdentifier(name)) names.set(name.text, { isType: false });
        }
      } else if (ts.isInterfaceDeclaration(statement) || ts.isTypeAliasDeclaration(statement)) {
        names.set(statement.name.text, { isType: true });
      } else if (
        (ts.isFunctionDeclaration(statement) || ts.isClassDeclaration(statement)) &&
        statement.name
      ) {
        names.set(statement.name.text, { isType: false });
      }
    }
  }
  return names;
}

const isExported = (node: ts.Statement): boolean =>
  ts.canHaveModifiers(node) &&
  (ts.getModifiers(node) ?? []).some(({ kind }) => kind === ts.SyntaxKind.ExportKeyword);
