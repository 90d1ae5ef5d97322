import ts from "typescript";

/** Names that the code of validators may use, beside those that Ajv numbers. */
const NAMES =
  /^(?:(?:validate|wrapper|root|pattern|formats|func|data|errors|_errs|valid|missing|passing|key|schema|len|i|j|err|props|items|evaluated|_valid|tag|item|indices|count|outer|absent)\d+|data|errors|vErrors|instancePath|validators|createValidators|codePointLength|isEqual|formats|RegExp|Array|Object|isNaN|isFinite|undefined|Number)$/;

/** What it may call. */
const CALLS =
  /^(?:(?:validate|formats|func)\d+|(?:wrapper|root)\d+\.validate|func\d+\.call|(?:pattern|formats)\d+\.test|formats\d+\.validate|key\d+\.replace|key\d+\.replace\(\/~\/g, "~0"\)\.replace|vErrors\.(?:concat|push)|Array\.isArray|Object\.keys|Object\.prototype\.hasOwnProperty\.call|isNaN|isFinite|createValidators)$/;

const STATEMENTS: ReadonlySet<ts.SyntaxKind> = new Set([
  ts.SyntaxKind.ImportDeclaration,
  ts.SyntaxKind.VariableStatement,
  ts.SyntaxKind.FunctionDeclaration,
  // `validate1.evaluated = {…};`
  ts.SyntaxKind.ExpressionStatement,
]);

/**
 * What in `validators.js` is not the code of a validator: a name or a call that none needs. What a
 * description says is in it as literals and as names of properties alone.
 */
export function strangeCodeIn(source: string): string[] {
  const file = ts.createSourceFile("validators.js", source, ts.ScriptTarget.ES2022, true);
  const { diagnostics = [] } = ts.transpileModule(source, {
    fileName: "validators.js",
    reportDiagnostics: true,
    compilerOptions: {
      allowJs: true,
      target: ts.ScriptTarget.ES2022,
      module: ts.ModuleKind.ESNext,
    },
  });
  const found = diagnostics.map(({ messageText }) =>
    ts.flattenDiagnosticMessageText(messageText, " "),
  );
  const check = (node: ts.Node): void => {
    if (ts.isCallExpression(node) && !CALLS.test(node.expression.getText())) {
      found.push(`a call of ${node.expression.getText()}`);
    }
    if (ts.isNewExpression(node) && node.expression.getText() !== "RegExp") {
      found.push(`a new ${node.expression.getText()}`);
    }
    if (ts.isTemplateLiteral(node) || ts.isTaggedTemplateExpression(node)) {
      found.push(`the template ${node.getText()}`);
    }
    if (ts.isIdentifier(node) && !isPropertyName(node) && !NAMES.test(node.text)) {
      found.push(`the name ${node.text}`);
    }
    ts.forEachChild(node, check);
  };
  for (const statement of file.statements) {
    if (!STATEMENTS.has(statement.kind)) found.push(statement.getText());
    if (ts.isImportDeclaration(statement)) {
      const from = statement.moduleSpecifier.getText();
      if (from !== '"@parley/runtime/validation"') found.push(`an import of ${from}`);
    }
    check(statement);
  }
  return found;
}

/** Whether it only names a property, which reads or labels data. */
function isPropertyName(node: ts.Identifier): boolean {
  const { parent } = node;
  return (
    (ts.isPropertyAccessExpression(parent) && parent.name === node) ||
    (ts.isPropertyAssignment(parent) && parent.name === node) ||
    (ts.isBindingElement(parent) && parent.propertyName === node)
  );
}
