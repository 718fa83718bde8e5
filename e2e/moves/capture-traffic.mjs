import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';

/**
 * Records every packet on a link, whole, until it is ended.
 *
 * @param {string} link
 * @param {string} file
 * @returns {Promise<{ end: () => Promise<Buffer> }>} once it records; `end` gives the raw capture
 */
export async function captureTraffic(link, file) {
  const options = ['--interface', link, '--snapshot-length', '0', '--packet-buffered', '--buffer-size', '65536', '-n'];
  const child = spawn('tcpdump', [...options, '-w', file, '--relinquish-privileges=root'], {
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let said = '';
  await new Promise((resolve, reject) => {
    child.stderr.on('data', (chunk) => {
      said += chunk;
      if (said.includes('listening on')) resolve();
    });
    child.once('exit', () => reject(new Error(`tcpdump ended: ${said}`)));
  });
  return {
    async end() {
      // The kernel hands packets over in blocks, at the latest after a second; what is in an open block at the end is lost.
      await sleep(1500);
      const ended = new Promise((resolve) => child.once('exit', resolve));
      child.kill('SIGINT');
      await ended;
      const dropped = Number(/(\d+) packets? dropped by kernel/.exec(said)?.[1] ?? 0);
      if (dropped > 0) throw new Error(`tcpdump lost ${dropped} packets, so the capture proves nothing.`);
      return readFileSync(file);
    },
  };
}
