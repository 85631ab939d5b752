import ts from 'typescript';
import { type Expected, readExpected } from './expected.js';

/** A value that the code's comments promise. */
export interface Promised {
  /** Line within the code, from 0. */
  readonly line: number;
  readonly comment: string;
  readonly expected: Expected;
}

/**
 * The code with every expression whose comment promises a value wrapped in `__observe(module, index, …)`, on
 * the same lines, and the promises by index. The comment is on the line where the statement ends or alone on the next one;
 * `console.log(value); // …` is about the value.
 */
export function instrument(code: string, module: string): { code: string; promises: Promised[] } {
  const file = ts.createSourceFile('fence.ts', code, ts.ScriptTarget.ESNext, true);
  const promises: Promised[] = [];
  const edits: { at: number; text: string }[] = [];
  const visit = (node: ts.Node): void => {
    const expression = promisedExpression(node);
    const comment = expression && commentAfter(code, node.end);
    if (expression && comment) {
      const expected = readExpected(comment);
      // An unreadable value behind a bare expression is a promise too, and a broken one: nobody would miss it else.
      if (expected.kind !== 'words' && (expected.kind !== 'unreadable' || ts.isExpressionStatement(node))) {
        const line = file.getLineAndCharacterOfPosition(expression.getStart()).line;
        edits.push({ at: expression.getStart(), text: `__observe('${module}', ${promises.length}, ` });
        edits.push({ at: expression.end, text: ')' });
        promises.push({ line, comment, expected });
      }
    }
    ts.forEachChild(node, visit);
  };
  visit(file);
  let out = code;
  for (const { at, text } of edits.sort((a, b) => b.at - a.at)) out = out.slice(0, at) + text + out.slice(at);
  return { code: out, promises };
}

function promisedExpression(node: ts.Node): ts.Expression | null {
  if (ts.isExpressionStatement(node)) {
    const { expression } = node;
    const isLog = ts.isCallExpression(expression) && expression.expression.getText() === 'console.log';
    return isLog && expression.arguments.length === 1 ? expression.arguments[0]! : expression;
  }
  if (!ts.isVariableStatement(node) || node.declarationList.declarations.length !== 1) return null;
  return node.declarationList.declarations[0]!.initializer ?? null;
}

const commentAfter = (code: string, end: number): string | null =>
  /^[ \t;]*(?:\n[ \t]*)?\/\/(.*)/.exec(code.slice(end))?.[1]?.trim() ?? null;
