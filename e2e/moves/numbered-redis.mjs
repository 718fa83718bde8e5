import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { createConnection } from 'node:net';
import { execOn, labStatus, spawnOn } from '../../tools/lab/index.mjs';
import { waitUntil } from '../harness/wait-until.mjs';

const name = 'redis-data';
const octet = 110;
const port = 6390;
export const dataDirectory = '/var/lib/redis-data';
const cgroup = `/workloads/${name}`;

/**
 * A redis that writes every command to its own disk before it answers, with the directory declared as its data, on a lab host,
 * under an address of its own. What it answered can be asked of whatever is left of it.
 */
export async function startNumberedRedis(lab, host) {
  const address = `10.77.${lab.set}.${octet}`;
  const root = (one) => `/proc/${labStatus({ set: lab.set }).hosts.find((status) => status.name === one).pid}/root`;
  await stopNumberedRedis(lab);
  mkdirSync(`${root(host)}${dataDirectory}`, { recursive: true });
  mkdirSync(`${root(host)}/etc/godwit/workloads.d`, { recursive: true });
  const definition = { name, cgroup, serviceAddress: address, dataDirectories: [dataDirectory] };
  writeFileSync(`${root(host)}/etc/godwit/workloads.d/${name}.json`, JSON.stringify(definition));
  await run(lab, host, 'ip', 'address', 'replace', `${address}/32`, 'dev', 'eth0');
  await spawnOn(lab.set, host, redisArguments(address, port), { cgroup, logFile: `/srv/shared/log/${name}.log` });
  return { name, address, port };
}

export async function stopNumberedRedis(lab) {
  const address = `10.77.${lab.set}.${octet}`;
  for (const { name: host, pid, cgroupDir } of labStatus({ set: lab.set }).hosts) {
    if (existsSync(`${cgroupDir}${cgroup}`)) writeFileSync(`${cgroupDir}${cgroup}/cgroup.kill`, '1');
    await execOn(lab.set, host, ['ip', 'address', 'delete', `${address}/32`, 'dev', 'eth0']);
    rmSync(`/proc/${pid}/root${dataDirectory}`, { recursive: true, force: true });
    rmSync(`/proc/${pid}/root/etc/godwit/workloads.d/${name}.json`, { force: true });
  }
}

/** Kills the copy, as a power cut would, and asks a fresh redis what the files on its host hold. @returns {Promise<string[]>} */
export async function readBack(lab, host) {
  const { cgroupDir } = labStatus({ set: lab.set }).hosts.find((status) => status.name === host);
  writeFileSync(`${cgroupDir}${cgroup}/cgroup.kill`, '1');
  await waitUntil(() => !existsSync(`${cgroupDir}${cgroup}/cgroup.procs`) || isEmpty(lab, host), {
    timeoutMs: 10_000,
    what: 'The end of redis',
    everyMs: 20,
  });
  await spawnOn(lab.set, host, redisArguments('127.0.0.1', port + 1), {
    cgroup,
    logFile: `/srv/shared/log/${name}.log`,
  });
  const ask = ['redis-cli', '-p', String(port + 1), 'LRANGE', 'numbers', '0', '-1'];
  const answer = await waitUntil(
    async () => {
      const { code, stdout } = await execOn(lab.set, host, ask);
      return code === 0 && !/LOADING|refused/.test(stdout) ? stdout : undefined;
    },
    { timeoutMs: 15_000, what: 'An answer of the fresh redis', everyMs: 100 },
  );
  return answer.split('\n').filter(Boolean);
}

async function isEmpty(lab, host) {
  const { stdout } = await execOn(lab.set, host, ['cat', `/sys/fs/cgroup${cgroup}/cgroup.procs`]);
  return stdout.trim() === '';
}

function redisArguments(address, atPort) {
  const files = ['--dir', dataDirectory, '--appendonly', 'yes', '--appendfsync', 'always', '--save', ''];
  const rest = ['--protected-mode', 'no', '--daemonize', 'no', '--set-proc-title', 'no'];
  return ['/usr/bin/redis-server', '--bind', address, '--port', String(atPort), ...files, ...rest];
}

async function run(lab, host, ...argv) {
  const { code, stderr } = await execOn(lab.set, host, argv);
  if (code !== 0) throw new Error(`${argv.join(' ')} on ${host}: ${stderr}`);
}

/**
 * Appends numbers to a list, one after another over one connection, each acknowledged before the next.
 *
 * @returns what was acknowledged so far, what went wrong, and a way to end it
 */
export async function writeNumbers({ address, port: atPort }) {
  const state = { acknowledged: 0, problems: [] };
  const socket = await waitUntil(() => connect(address, atPort), { timeoutMs: 15_000, what: 'redis', everyMs: 50 });
  let answered = () => undefined;
  let text = '';
  let over = false;
  socket.on('data', (chunk) => {
    text += chunk;
    if (!text.endsWith('\r\n')) return;
    answered(text.trim());
    text = '';
  });
  socket.on('error', (error) => state.problems.push(error.message));
  socket.on('close', () => {
    if (!over) state.problems.push('the connection was closed');
    answered('');
  });
  const ask = (...words) => {
    const line = words.map((word) => `$${Buffer.byteLength(word)}\r\n${word}\r\n`).join('');
    socket.write(`*${words.length}\r\n${line}`);
    return new Promise((resolve) => {
      answered = resolve;
    });
  };
  // A dump that nobody has open, beside the file that is appended to.
  await ask('SAVE');
  const writing = (async () => {
    for (let number = 1; !over && state.problems.length === 0; number++) {
      const length = await ask('RPUSH', 'numbers', String(number));
      if (length === `:${number}`) state.acknowledged = number;
      else state.problems.push(`number ${number} was answered with ${JSON.stringify(length)}`);
      await new Promise((resolve) => setTimeout(resolve, 2));
    }
  })();
  return {
    state,
    async end() {
      over = true;
      await writing;
      socket.destroy();
      return state;
    },
  };
}

function connect(host, atPort) {
  return new Promise((resolve) => {
    const socket = createConnection({ host, port: atPort });
    socket.setNoDelay(true);
    socket.once('connect', () => resolve(socket));
    socket.once('error', () => resolve(undefined));
  });
}
