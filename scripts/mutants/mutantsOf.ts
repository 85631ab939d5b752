import ts from 'typescript';

/** One small change of a source file: `text` in place of the characters from `from` to `to`. */
export interface Mutant {
  readonly line: number;
  readonly from: number;
  readonly to: number;
  readonly text: string;
}

const { SyntaxKind: Kind } = ts;

/** An operator, and what is put in its place. */
const operators: ReadonlyMap<ts.SyntaxKind, string> = new Map([
  [Kind.LessThanToken, '<='],
  [Kind.LessThanEqualsToken, '<'],
  [Kind.GreaterThanToken, '>='],
  [Kind.GreaterThanEqualsToken, '>'],
  [Kind.EqualsEqualsEqualsToken, '!=='],
  [Kind.ExclamationEqualsEqualsToken, '==='],
  [Kind.PlusToken, '-'],
  [Kind.MinusToken, '+'],
  [Kind.AsteriskToken, '/'],
  [Kind.SlashToken, '*'],
  [Kind.AmpersandAmpersandToken, '||'],
  [Kind.BarBarToken, '&&'],
  [Kind.PlusEqualsToken, '-='],
  [Kind.MinusEqualsToken, '+='],
  [Kind.AsteriskEqualsToken, '/='],
]);
const functions: Readonly<Record<string, string>> = { min: 'max', max: 'min', floor: 'ceil', ceil: 'floor' };

/**
 * The mutants of a source file: operators exchanged, conditions fixed to true or false, numbers changed by one, flags and signs
 * turned, statements dropped. Texts, types and what a `throw` says are left alone.
 */
export function mutantsOf(name: string, source: string): Mutant[] {
  const file = ts.createSourceFile(name, source, ts.ScriptTarget.Latest, true);
  const found: Mutant[] = [];
  const add = (node: ts.Node, text: string) => {
    const from = node.getStart(file);
    const { line } = file.getLineAndCharacterOfPosition(from);
    found.push({ line: line + 1, from, to: node.getEnd(), text });
  };
  const visit = (node: ts.Node): void => {
    if (ts.isImportDeclaration(node) || ts.isTypeNode(node) || ts.isThrowStatement(node)) return;
    if (ts.isInterfaceDeclaration(node) || ts.isTypeAliasDeclaration(node)) return;
    if (ts.isBinaryExpression(node)) {
      const other = operators.get(node.operatorToken.kind);
      if (other !== undefined) add(node.operatorToken, other);
    } else if (ts.isIfStatement(node) || ts.isConditionalExpression(node)) {
      const condition = ts.isIfStatement(node) ? node.expression : node.condition;
      for (const value of ['true', 'false']) add(condition, value);
    } else if (ts.isNumericLiteral(node)) add(node, `(${Number(node.text) + 1})`);
    else if (node.kind === Kind.TrueKeyword) add(node, 'false');
    else if (node.kind === Kind.FalseKeyword) add(node, 'true');
    else if (
      ts.isPrefixUnaryExpression(node) &&
      [Kind.MinusToken, Kind.ExclamationToken].includes(node.operator)
    )
      add(node, `(${node.operand.getText(file)})`);
    else if (ts.isPropertyAccessExpression(node) && node.expression.getText(file) === 'Math') {
      const other = functions[node.name.text];
      if (other !== undefined) add(node.name, other);
    } else if (ts.isExpressionStatement(node)) add(node, ';');
    ts.forEachChild(node, visit);
  };
  visit(file);
  return found;
}
