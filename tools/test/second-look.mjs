/**
 * Where a single failure is a finding whatever follows: these tests inject faults, and a race that shows once in a
 * hundred runs is what they look for.
 */
const neverTwice = [
  'e2e/kill/kill.lab',
  'e2e/chaos/',
  'apps/agent/src/hold/',
  'apps/agent/src/runs/kill.lab',
  'apps/agent/src/runs/fault.lab',
];

/** More failed files than this are no accident of a busy machine. */
const mostFiles = 5;

/**
 * Runs the files of failed tests once more, alone. Tests on a real machine share it with everything else that runs there:
 * what fails beside others and passes by itself is counted as passed and told as `unsteady`, never silently.
 *
 * @param {import('./read-vitest-report.mjs').Tally} tally of the first run; each failure of a test names its file
 * @param {string} root against which the files are named
 * @param {(files: string[]) => Promise<import('./read-vitest-report.mjs').Tally>} runAgain
 * @returns {Promise<import('./read-vitest-report.mjs').Tally & { unsteady: import('./read-vitest-report.mjs').Failure[] }>}
 */
export async function lookTwice(tally, root, runAgain) {
  const files = filesToRunAgain(tally.failures, root);
  if (files.length === 0) return { ...tally, unsteady: [] };
  const second = await runAgain(files);
  const stillBad = second.failures.map(({ file }) => file);
  if (second.passed === 0 || stillBad.includes(undefined)) return { ...tally, unsteady: [] };
  const unsteady = tally.failures.filter(({ file }) => !stillBad.includes(file));
  const failures = tally.failures.filter(({ file }) => stillBad.includes(file));
  return { passed: tally.passed + unsteady.length, failures, unsteady };
}

/** Empty when a look at some of them could not make the whole good: then the first result stands as it is. */
function filesToRunAgain(failures, root) {
  const files = [...new Set(failures.map(({ file }) => file))];
  const refused = (file) =>
    file === undefined || neverTwice.some((start) => file.replace(`${root}/`, '').startsWith(start));
  return files.length > mostFiles || files.some(refused) ? [] : files;
}
