import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { listSourceFiles } from './list-source-files.mjs';

const documents = /^(docs\/.*\.md|README\.md|CHANGELOG\.md)$/;
const repositoryPath = /^(apps|libs|tools|docs|e2e|prisma|\.ci)\/[^\s]*$/;

/** Paths that the documents name exist: words that drift from the code mislead more than no words. */
export const docsPaths = {
  name: 'paths named in documents exist',
  async run(root) {
    return listSourceFiles(root, documents).flatMap((file) => judgeFile(root, file));
  },
};

function judgeFile(root, file) {
  const lines = readFileSync(path.join(root, file), 'utf8').split('\n');
  return lines.flatMap((line, index) => {
    const missing = [...missingPaths(root, line), ...missingLinks(root, file, line)];
    return missing.map((name) => `${file}:${index + 1}: ${name} does not exist`);
  });
}

function missingPaths(root, line) {
  const quoted = [...line.matchAll(/`([^`]+)`/g)].map(([, text]) => text.trim());
  return quoted.filter((text) => repositoryPath.test(text)).filter((text) => !exists(root, text));
}

// A pattern such as libs/domain/src/rules/<family>.ts is checked as far as it is certain: its folder.
function exists(root, text) {
  const wild = text.search(/[<>*{}…[\]]|\.\.\./);
  const certain = wild === -1 ? text.replace(/(:\d+)?[.,;]?$/, '') : text.slice(0, text.lastIndexOf('/', wild) + 1);
  return existsSync(path.join(root, certain));
}

function missingLinks(root, file, line) {
  const targets = [...line.matchAll(/\]\(([^)\s]+)\)/g)].map(([, target]) => target.replace(/#.*$/, ''));
  const local = targets.filter((target) => target && !/^([a-z]+:|\/)/.test(target));
  return local.filter((target) => !existsSync(path.join(root, path.dirname(file), target)));
}
