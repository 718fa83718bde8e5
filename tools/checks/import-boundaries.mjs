import path from 'node:path';
import { isTestFile, testFolder } from './list-source-files.mjs';
import { readImports } from './read-imports.mjs';
import { packageOf, readPackages } from './read-packages.mjs';

const childProcess = /^(node:)?(child_process|cluster)$/;
const prismaClient = /^@prisma\/client(\/|$)/;

/** Who may import what, statement by statement: what the graph of packages is too coarse to see. */
export const importBoundaries = {
  name: 'boundaries: imports and exports maps',
  async run(root) {
    const packages = readPackages(root);
    const imports = readImports(root);
    return imports.flatMap((entry) => judges.map((judge) => judge(entry, packages)).filter(Boolean));
  },
};

const judges = [
  judgeExportsMap,
  judgeApp,
  judgeTestKit,
  judgeHarness,
  judgePrisma,
  judgeChildProcess,
  judgeDomain,
  judgeRelative,
];

function judgeExportsMap({ place, specifier }, packages) {
  const target = targetPackage(packages, specifier);
  if (!target) return undefined;
  const entry = specifier === target.name ? '.' : `.${specifier.slice(target.name.length)}`;
  if (target.exports.includes(entry)) return undefined;
  return `${place}: "${specifier}" is not in the exports of ${target.name} (it offers ${target.exports.join(', ') || 'nothing'})`;
}

function judgeApp({ place, file, specifier, typeOnly }, packages) {
  const target = targetPackage(packages, specifier);
  if (target?.layer !== 'app' || packageOf(packages, file) === target) return undefined;
  if (specifier === '@godwit/server/router-type' && typeOnly) return undefined;
  return `${place}: nobody imports an app, but for "import type … from '@godwit/server/router-type'"`;
}

function judgeTestKit({ place, file, specifier }, packages) {
  const target = targetPackage(packages, specifier);
  if (target?.layer !== 'test' || isTestFile(file) || packageOf(packages, file) === target) return undefined;
  return `${place}: ${target.name} is for tests only`;
}

function judgeHarness({ place, file, specifier }) {
  if (!testFolder.test(specifier) || isTestFile(file)) return undefined;
  return `${place}: ${specifier} is for tests only`;
}

function judgePrisma({ place, file, specifier }) {
  if (!prismaClient.test(specifier) || file.startsWith('libs/history-store/')) return undefined;
  return `${place}: only libs/history-store may import ${specifier}`;
}

function judgeChildProcess({ place, file, specifier }) {
  if (!childProcess.test(specifier) || isTestFile(file)) return undefined;
  if (/^(libs\/criu-driver|libs\/test-kit|tools)\//.test(file)) return undefined;
  return `${place}: only libs/criu-driver may start processes`;
}

function judgeDomain({ place, file, specifier }) {
  if (!file.startsWith('libs/domain/') || isTestFile(file)) return undefined;
  if (specifier === 'zod' || specifier.startsWith('.')) return undefined;
  return `${place}: domain is pure and imports nothing but zod, not ${specifier}`;
}

function judgeRelative({ place, file, specifier }, packages) {
  const home = packageOf(packages, file);
  if (!home || !specifier.startsWith('.')) return undefined;
  const target = path.posix.normalize(path.posix.join(path.posix.dirname(file), specifier));
  if (target.startsWith(`${home.folder}/`)) return undefined;
  if (isTestFile(file) && target.startsWith('tools/')) return undefined;
  return `${place}: "${specifier}" leaves ${home.folder}; import the other package by its name`;
}

function targetPackage(packages, specifier) {
  return packages.find(({ name }) => specifier === name || specifier.startsWith(`${name}/`));
}
