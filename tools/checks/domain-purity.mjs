import ts from 'typescript';
import { isTestFile, listSourceFiles } from './list-source-files.mjs';
import { parseCode, placeOf, walkCode } from './parse-code.mjs';

const bannedMembers = new Set([
  'Date.now',
  'Math.random',
  'performance.now',
  'crypto.randomUUID',
  'crypto.getRandomValues',
]);

/** The domain decides from what it is given: the same facts must give the same verdict at any time. */
export const domainPurity = {
  name: 'domain has no clock and no chance',
  async run(root) {
    const files = listSourceFiles(root, /^libs\/domain\/.*\.ts$/).filter((file) => !isTestFile(file));
    return files.flatMap((file) => judgeFile(root, file));
  },
};

function judgeFile(root, file) {
  const source = parseCode(root, file);
  const problems = [];
  walkCode(source, (node) => {
    const banned = bannedUse(node);
    if (banned)
      problems.push(`${placeOf(source, node)}: ${banned} is not allowed in the domain; take the value as a parameter`);
  });
  return problems;
}

function bannedUse(node) {
  if (ts.isPropertyAccessExpression(node)) return findMember(node);
  const isDate = (ts.isNewExpression(node) || ts.isCallExpression(node)) && node.expression.getText() === 'Date';
  if (isDate && (ts.isCallExpression(node) || !node.arguments?.length)) return 'a date without an argument';
  return undefined;
}

function findMember(node) {
  const member = node.getText().replace(/^globalThis\./, '');
  return bannedMembers.has(member) ? member : undefined;
}
