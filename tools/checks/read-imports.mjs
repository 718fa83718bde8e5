import ts from 'typescript';
import { codeFile, listSourceFiles } from './list-source-files.mjs';
import { parseCode, placeOf, walkCode } from './parse-code.mjs';

/**
 * Every import of every file: static, re-exported, dynamic, `require` and `import('…')` types.
 *
 * @param {string} root
 * @param {RegExp} [pattern]
 * @returns {{ file: string, place: string, specifier: string, typeOnly: boolean }[]}
 */
export function readImports(root, pattern = codeFile) {
  return listSourceFiles(root, pattern).flatMap((file) => readFileImports(root, file));
}

function readFileImports(root, file) {
  const source = parseCode(root, file);
  const found = [];
  walkCode(source, (node) => {
    const imported = importOf(node);
    if (imported) found.push({ file, place: placeOf(source, node), ...imported });
  });
  return found;
}

function importOf(node) {
  if (ts.isImportDeclaration(node)) return literal(node.moduleSpecifier, isTypeOnlyImport(node.importClause));
  if (ts.isExportDeclaration(node) && node.moduleSpecifier) return literal(node.moduleSpecifier, node.isTypeOnly);
  if (ts.isImportTypeNode(node)) return literal(node.argument.literal, true);
  if (ts.isCallExpression(node) && isLoadCall(node)) return literal(node.arguments[0], false);
  return undefined;
}

function isLoadCall({ expression }) {
  return (
    expression.kind === ts.SyntaxKind.ImportKeyword || (ts.isIdentifier(expression) && expression.text === 'require')
  );
}

function isTypeOnlyImport(clause) {
  if (!clause) return false;
  if (clause.isTypeOnly) return true;
  if (clause.name || !clause.namedBindings || !ts.isNamedImports(clause.namedBindings)) return false;
  return clause.namedBindings.elements.every((element) => element.isTypeOnly);
}

function literal(node, typeOnly) {
  return node && ts.isStringLiteralLike(node) ? { specifier: node.text, typeOnly } : undefined;
}
