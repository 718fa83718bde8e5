import path from 'node:path';

/** Where Godwit keeps its state on this machine: GODWIT_STATE_DIR, else /var/lib/godwit. */
export function stateDirectory(env = process.env) {
  return path.resolve(env.GODWIT_STATE_DIR || '/var/lib/godwit');
}

const hostLetters = ['a', 'b', 'c'];
const firstHostOctet = 11;
/** Below the smallest default of kernel.pid_max (32768) even for the last host. */
const pidsPerHost = 8000;

/**
 * Every name, path and address of one lab set. All of them follow from the set's number, so that a lab can be taken
 * down even when its record is lost.
 *
 * @param {number} set 0 to 199: names the bridge, the network 10.77.SET.0/24 and the state directory
 * @param {string} [stateDir]
 */
export function labLayout(set, stateDir = stateDirectory()) {
  if (!Number.isInteger(set) || set < 0 || set > 199) {
    throw new Error(`"${set}" is not a lab set: its number becomes part of an address. Use 0 to 199.`);
  }
  const dir = path.join(stateDir, `lab-${set}`);
  const lab = {
    set,
    stateDir,
    dir,
    recordFile: path.join(dir, 'lab.json'),
    bridge: `gwlab${set}`,
    network: `10.77.${set}.0/24`,
    bridgeAddress: `10.77.${set}.1`,
    sharedDir: path.join(dir, 'shared'),
    cgroupMount: path.join(dir, 'cgroup2'),
    cgroupDir: path.join(dir, 'cgroup2', `godwit-lab-${set}`),
  };
  return { ...lab, hosts: hostLetters.map((letter, index) => hostLayout(lab, letter, index)) };
}

/** @typedef {ReturnType<typeof labLayout>} LabLayout */
/** @typedef {ReturnType<typeof hostLayout>} HostLayout */

function hostLayout(lab, letter, index) {
  const name = `lab-${letter}`;
  const dir = path.join(lab.dir, name);
  return {
    name,
    dir,
    address: `10.77.${lab.set}.${firstHostOctet + index}`,
    firstPid: pidsPerHost * (index + 1),
    link: `${lab.bridge}${letter}`,
    rootDir: path.join(dir, 'root'),
    upperDir: path.join(dir, 'upper'),
    workDir: path.join(dir, 'work'),
    /** The host's own disk for state: appears inside as the machine's state directory does outside. */
    diskDir: path.join(dir, 'disk'),
    logFile: path.join(dir, 'init.log'),
    cgroupDir: path.join(lab.cgroupDir, name),
  };
}

/** @returns {HostLayout} */
export function findHost(lab, name) {
  const host = lab.hosts.find((one) => one.name === name);
  if (host) return host;
  const names = lab.hosts.map((one) => one.name).join(', ');
  throw new Error(`There is no lab host "${name}". The lab has ${names}.`);
}

/** A service address of the lab: it belongs to a workload, not to a host, and moves with it. */
export function serviceAddress(lab, octet) {
  return `10.77.${lab.set}.${octet}`;
}
