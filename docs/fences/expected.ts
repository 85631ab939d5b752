import ts from 'typescript';

/** What a comment behind an expression says that its value is. */
export type Expected =
  | { readonly kind: 'value'; readonly value: unknown }
  /** Ends in `…`: the text of the value begins so. */
  | { readonly kind: 'prefix'; readonly text: string }
  /** Begins like a value, but is none. */
  | { readonly kind: 'unreadable' }
  | { readonly kind: 'words' };

/**
 * Reads a comment: a literal (`0.5`, `[1, 2]`, `{ a: 1 }`), a list for a typed array (`1, 1, 0.5`), either of them
 * with words behind (`0.5: halved`, `0.5, because`, `0.5 (halved)`), or the beginning of a number (`0.333…`).
 */
export function readExpected(comment: string): Expected {
  const text = comment.trim();
  if (!/^(-?[\d.]|['"`[{]|(true|false|null|undefined|NaN|-?Infinity)\b)/.test(text)) return { kind: 'words' };
  const ends = [
    text.length,
    ...[...text.matchAll(/[:,;]\s| \(| [–—]/g)].map((match) => match.index).reverse(),
  ];
  for (const end of ends) {
    const literal = readLiteral(text.slice(0, end));
    if (literal) return { kind: 'value', value: literal.value };
    const [, start] = /^(-?\d[\d.]*)…$/.exec(text.slice(0, end)) ?? [];
    if (start !== undefined) return { kind: 'prefix', text: start };
  }
  return { kind: 'unreadable' };
}

function readLiteral(text: string): { value: unknown } | null {
  for (const source of [`(${text})`, `([${text}])`]) {
    const file = ts.createSourceFile('literal.ts', source, ts.ScriptTarget.ESNext);
    // The list of syntax errors is not in the public types; without it `1, 2)(` would pass.
    if ((file as unknown as { parseDiagnostics: unknown[] }).parseDiagnostics.length > 0) continue;
    const [statement] = file.statements;
    if (file.statements.length !== 1 || !statement || !ts.isExpressionStatement(statement)) continue;
    if (!ts.isParenthesizedExpression(statement.expression)) continue;
    const literal = literalValue(statement.expression.expression);
    if (literal) return literal;
  }
  return null;
}

const named: Readonly<Record<string, unknown>> = {
  undefined,
  NaN: Number.NaN,
  Infinity: Number.POSITIVE_INFINITY,
};

function literalValue(node: ts.Expression): { value: unknown } | null {
  if (ts.isNumericLiteral(node)) return { value: Number(node.text) };
  if (ts.isStringLiteral(node) || ts.isNoSubstitutionTemplateLiteral(node)) return { value: node.text };
  if (node.kind === ts.SyntaxKind.TrueKeyword) return { value: true };
  if (node.kind === ts.SyntaxKind.FalseKeyword) return { value: false };
  if (node.kind === ts.SyntaxKind.NullKeyword) return { value: null };
  if (ts.isIdentifier(node)) return node.text in named ? { value: named[node.text] } : null;
  if (ts.isPrefixUnaryExpression(node) && node.operator === ts.SyntaxKind.MinusToken) {
    const operand = literalValue(node.operand);
    return typeof operand?.value === 'number' ? { value: -operand.value } : null;
  }
  if (ts.isArrayLiteralExpression(node)) {
    const elements = node.elements.map(literalValue);
    return elements.every((element) => element !== null)
      ? { value: elements.map(({ value }) => value) }
      : null;
  }
  if (ts.isObjectLiteralExpression(node)) {
    const entries = node.properties.map((property) => {
      if (!ts.isPropertyAssignment(property)) return null;
      const { name, initializer } = property;
      const value = literalValue(initializer);
      return value && (ts.isIdentifier(name) || ts.isStringLiteral(name))
        ? ([name.text, value.value] as const)
        : null;
    });
    return entries.every((entry) => entry !== null) ? { value: Object.fromEntries(entries) } : null;
  }
  return null;
}
