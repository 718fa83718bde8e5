import { readFileSync } from 'node:fs';
import path from 'node:path';
import ts from 'typescript';

/** Parses one file of the clone into TypeScript's syntax tree; types are not looked at. */
export function parseCode(root, file) {
  const text = readFileSync(path.join(root, file), 'utf8');
  const kind = file.endsWith('x') ? ts.ScriptKind.TSX : file.endsWith('ts') ? ts.ScriptKind.TS : ts.ScriptKind.JS;
  return ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true, kind);
}

/** Calls `visit` for every node of the tree. */
export function walkCode(node, visit) {
  visit(node);
  ts.forEachChild(node, (child) => walkCode(child, visit));
}

/** `path:line` of a node, as editors understand it. */
export function placeOf(source, node) {
  const { line } = source.getLineAndCharacterOfPosition(node.getStart(source));
  return `${source.fileName}:${line + 1}`;
}
