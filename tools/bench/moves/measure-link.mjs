import { fileURLToPath } from 'node:url';
import { execOn } from '../../lab/index.mjs';

const program = fileURLToPath(new URL('./link.py', import.meta.url));
const port = '7021';

/**
 * How fast one plain TCP connection is from lab-a to lab-b.
 *
 * @param {import('../../lab/lab-layout.mjs').LabLayout} lab
 * @returns {Promise<number>} bytes a millisecond
 */
export async function measureLink(lab) {
  const address = lab.hosts.find(({ name }) => name === 'lab-b').address;
  const run = (host, what) =>
    execOn(lab.set, host, ['/usr/bin/python3', program, what, address, port], {
      stateDir: lab.stateDir,
      deadlineMs: 60_000,
    });
  const [, sent] = await Promise.all([run('lab-b', 'take'), run('lab-a', 'give')]);
  if (sent.code !== 0) throw new Error(`The speed of the link was not measured: ${sent.stderr}`);
  return Number(sent.stdout);
}
