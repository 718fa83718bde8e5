import ts from 'typescript';
import { codeFile, isTestFile, listSourceFiles } from './list-source-files.mjs';
import { parseCode, placeOf, walkCode } from './parse-code.mjs';

const shells = /^(.*\/)?(sh|bash|dash|zsh)$/;
const shellRunners = new Set(['exec', 'execSync']);

/** Programs are started with argument arrays: a line that a shell takes apart is one quote away from running something else.
 * A test may give a shell a script, as a workload that it needs. */
export const shellStrings = {
  name: 'no shell lines',
  async run(root) {
    return listSourceFiles(root, codeFile).flatMap((file) => judgeFile(root, file));
  },
};

function judgeFile(root, file) {
  const source = parseCode(root, file);
  const fromChildProcess = importedShellRunners(source);
  const isTest = isTestFile(file);
  const problems = [];
  walkCode(source, (node) => {
    const reason =
      isShellRunner(node, fromChildProcess) ?? isShellOption(node) ?? (isTest ? undefined : isShellScript(node));
    if (reason) problems.push(`${placeOf(source, node)}: ${reason}; pass an array of arguments instead`);
  });
  return problems;
}

function importedShellRunners(source) {
  const names = new Set();
  walkCode(source, (node) => {
    if (!ts.isImportDeclaration(node) || !/child_process$/.test(node.moduleSpecifier.text)) return;
    const bindings = node.importClause?.namedBindings;
    if (!bindings || !ts.isNamedImports(bindings)) return;
    for (const { name, propertyName } of bindings.elements)
      if (shellRunners.has((propertyName ?? name).text)) names.add(name.text);
  });
  return names;
}

function isShellRunner(node, names) {
  return ts.isCallExpression(node) && ts.isIdentifier(node.expression) && names.has(node.expression.text)
    ? `${node.expression.text}() hands its text to a shell`
    : undefined;
}

function isShellOption(node) {
  if (!ts.isPropertyAssignment(node) || node.name.getText() !== 'shell') return undefined;
  const { kind } = node.initializer;
  return kind === ts.SyntaxKind.TrueKeyword || ts.isStringLiteralLike(node.initializer)
    ? 'the option "shell" starts a shell'
    : undefined;
}

// ['sh', '-c', …] in one array, or spawn('sh', ['-c', …]).
function isShellScript(node) {
  const list = ts.isArrayLiteralExpression(node) ? node.elements : ts.isCallExpression(node) ? callList(node) : [];
  const isScript = list.some((item, index) => isText(item, shells) && isText(list[index + 1], /^-[a-z]*c$/));
  return isScript ? 'a script given to a shell' : undefined;
}

function callList({ arguments: [first, second] }) {
  return first && second && ts.isArrayLiteralExpression(second) ? [first, ...second.elements] : [];
}

function isText(node, pattern) {
  return node !== undefined && ts.isStringLiteralLike(node) && pattern.test(node.text);
}
