import { programsInside } from './host-disk.mjs';
import { serviceAddress } from './lab-layout.mjs';

const python = '/usr/bin/python3';
const node = process.execPath;
const sharedLogs = '/srv/shared/log';
const ownLogs = '/var/log';
export const localScript = '/opt/local-script/run.sh';

/**
 * The sample workloads of a lab, in the order in which they are started (whom others talk to comes first).
 *
 * A workload that can move keeps its log in the shared directory: a log on the disk of one host is a private file.
 *
 * @typedef {object} SampleWorkload
 * @property {string} name
 * @property {string} home the host it is started on
 * @property {string[]} argv what the workload itself is
 * @property {string[]} [startedBy] what is started instead, in a cgroup of its own, and starts the workload
 * @property {string} [serviceAddress] an address that belongs to it and moves with it
 * @property {string} logFile where its output goes
 * @property {string} needs the program without which it is left out
 *
 * @returns {SampleWorkload[]}
 */
export function listSampleWorkloads(lab) {
  const [observer, ...clients] = onThirdHost(lab);
  return [observer, ...movable(lab), ...immovable(), ...clients];
}

/** @returns {SampleWorkload} */
export function findSampleWorkload(lab, name) {
  const all = listSampleWorkloads(lab);
  const found = all.find((one) => one.name === name);
  if (found) return found;
  throw new Error(`There is no sample workload "${name}". There are: ${all.map((one) => one.name).join(', ')}.`);
}

function onThirdHost(lab) {
  const client = (name, address, port) => ({
    name,
    home: 'lab-c',
    argv: [node, `${programsInside}/${name}.mjs`, address, String(port), `${ownLogs}/${name}.jsonl`],
    logFile: `${ownLogs}/${name}.log`,
    needs: node,
  });
  return [
    client('observer', lab.hosts[2].address, ports.observer),
    client('echo-client', serviceAddress(lab, octets.echo), ports.echo),
    { ...client('redis-client', serviceAddress(lab, octets.redis), ports.redis), needs: '/usr/bin/redis-server' },
  ];
}

function movable(lab) {
  const withAddress = (name, octet) => ({
    name,
    serviceAddress: serviceAddress(lab, octet),
    logFile: `${sharedLogs}/${name}.log`,
  });
  const observer = [lab.hosts[2].address, String(ports.observer)];
  const [counter, echo, redis] = [octets.counter, octets.echo, octets.redis].map((octet) => serviceAddress(lab, octet));
  const counterArguments = [counter, String(ports.counter), ...observer, '/srv/shared/counter'];
  const settings = [
    '--save',
    '',
    '--appendonly',
    'no',
    '--protected-mode',
    'no',
    '--daemonize',
    'no',
    '--dir',
    '/',
    '--set-proc-title',
    'no',
  ];
  return [
    {
      ...withAddress('counter', octets.counter),
      home: 'lab-a',
      needs: python,
      argv: script('counter', counterArguments),
    },
    {
      ...withAddress('echo-server', octets.echo),
      home: 'lab-a',
      needs: python,
      argv: script('echo-server', [echo, String(ports.echo)]),
    },
    {
      ...withAddress('redis', octets.redis),
      home: 'lab-b',
      needs: '/usr/bin/redis-server',
      argv: ['/usr/bin/redis-server', '--bind', redis, '--port', String(ports.redis), ...settings],
    },
    {
      name: 'file-lock',
      home: 'lab-a',
      needs: python,
      logFile: `${sharedLogs}/file-lock.log`,
      argv: script('file-lock', ['/etc/godwit/lab-lock']),
    },
  ];
}

function immovable() {
  const child = script('restart-loop-child', []);
  const loop = ['/bin/sh', `${programsInside}/restart-loop.sh`, '/workloads/restart-loop', ...child];
  return [
    {
      name: 'io-uring',
      home: 'lab-a',
      needs: python,
      logFile: `${sharedLogs}/io-uring.log`,
      argv: script('io-uring', []),
    },
    {
      name: 'restart-loop',
      home: 'lab-a',
      needs: python,
      logFile: `${sharedLogs}/restart-loop.log`,
      argv: child,
      startedBy: loop,
    },
    {
      name: 'local-script',
      home: 'lab-b',
      needs: '/bin/bash',
      logFile: `${sharedLogs}/local-script.log`,
      argv: ['/bin/bash', localScript],
    },
    {
      name: 'private-file',
      home: 'lab-b',
      needs: python,
      logFile: `${sharedLogs}/private-file.log`,
      argv: script('private-file', ['/var/lib/private-file/state']),
    },
  ];
}

function script(name, rest) {
  return [python, `${programsInside}/${name}.py`, ...rest];
}

export const ports = { observer: 7003, counter: 7001, echo: 7000, redis: 6379 };
export const octets = { echo: 100, counter: 101, redis: 102 };
