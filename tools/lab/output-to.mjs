import { fileURLToPath } from 'node:url';

const script = fileURLToPath(new URL('output-to.sh', import.meta.url));

/**
 * How a program is started whose standard output is a file, or nothing, without input and without anything to complain to.
 *
 * @param {readonly string[]} argv
 * @param {string} [output] a file of the host on which it is started
 * @returns {string[]}
 */
export const outputTo = (argv, output = '/dev/null') => ['/bin/sh', script, output, ...argv];
