import { listSourceFiles } from './list-source-files.mjs';

const emptyWords = new Set(['util', 'utils', 'helper', 'helpers', 'common', 'misc', 'shared', 'stuff']);

/** A folder or file says what it is for; a name that fits anything collects everything. */
export const fileNames = {
  name: 'file and folder names',
  async run(root) {
    return listSourceFiles(root, /^(apps|libs|tools|e2e|prisma)\//).flatMap(judgePath);
  },
};

function judgePath(file) {
  const segments = file.split('/');
  const words = segments.map((segment) => segment.replace(/\..*$/, '').toLowerCase());
  const empty = words.find((word) => emptyWords.has(word));
  if (empty) return [`${file}: "${empty}" says nothing; name it by what it does`];
  if (segments.slice(2, -1).includes('lib'))
    return [`${file}: a folder "lib" inside a package says nothing; name it by what it holds`];
  return [];
}
