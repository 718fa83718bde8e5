import { readFileSync } from 'node:fs';
import path from 'node:path';
import { listSourceFiles } from './list-source-files.mjs';

const textFile = /\.(ts|tsx|mjs|js|css|md|json|prisma|sql|sh|py|yml)$|^\.ci\//;
// Put together here, so that this file does not report itself.
const mark = new RegExp(`\\b(${['TO' + 'DO', 'FIX' + 'ME', 'X' + 'XX', 'HA' + 'CK'].join('|')})\\b`);

/** Nothing is left for later in the code: what is missing belongs where people look for it. */
export const openMarks = {
  name: 'no marks for later',
  async run(root) {
    return listSourceFiles(root, textFile)
      .filter((file) => file !== 'package-lock.json')
      .flatMap((file) => judgeFile(root, file));
  },
};

function judgeFile(root, file) {
  const lines = readFileSync(path.join(root, file), 'utf8').split('\n');
  return lines.flatMap((line, index) => (mark.test(line) ? [`${file}:${index + 1}: ${mark.exec(line)[0]}`] : []));
}
