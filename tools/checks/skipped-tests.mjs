import ts from 'typescript';
import { isTestFile, listSourceFiles } from './list-source-files.mjs';
import { parseCode, placeOf, walkCode } from './parse-code.mjs';

const roots = new Set(['it', 'test', 'describe', 'suite', 'bench', 'context', 'ctx', 't']);
const evasions = new Set(['skip', 'only', 'todo', 'fixme', 'fails', 'fail', 'skipIf', 'runIf']);

/** A test that does not run proves nothing, and one that runs alone hides the others. */
export const skippedTests = {
  name: 'no skipped or focused tests',
  async run(root) {
    const files = listSourceFiles(root, /\.(ts|tsx|mjs)$/).filter(
      (file) => isTestFile(file) || /\.spec\.tsx?$/.test(file),
    );
    return files.flatMap((file) => judgeFile(root, file));
  },
};

function judgeFile(root, file) {
  const source = parseCode(root, file);
  const problems = [];
  walkCode(source, (node) => {
    if (!ts.isPropertyAccessExpression(node) || !evasions.has(node.name.text)) return;
    if (roots.has(rootName(node)))
      problems.push(`${placeOf(source, node)}: ${node.getText()} keeps a test from running`);
  });
  return problems;
}

function rootName(node) {
  let inner = node.expression;
  while (ts.isPropertyAccessExpression(inner) || ts.isCallExpression(inner)) inner = inner.expression;
  return ts.isIdentifier(inner) ? inner.text : undefined;
}
