import { existsSync, readFileSync } from 'node:fs';
import { runArgv } from './run-argv.mjs';

/**
 * Makes the lab's bridge. Its alias names the state directory that owns it, so that two installations on one machine
 * cannot take each other's lab for their own.
 */
export function createBridge(lab) {
  if (!linkExists(lab.bridge)) ip(['link', 'add', 'name', lab.bridge, 'type', 'bridge']);
  ip(['link', 'set', 'dev', lab.bridge, 'alias', lab.stateDir]);
  ip(['address', 'replace', `${lab.bridgeAddress}/24`, 'dev', lab.bridge]);
  ip(['link', 'set', 'dev', lab.bridge, 'up']);
}

/** Refuses to touch a lab set that belongs to another state directory. */
export function refuseForeignLab(lab) {
  const file = `/sys/class/net/${lab.bridge}/ifalias`;
  const owner = existsSync(file) ? readFileSync(file, 'utf8').trim() : '';
  if (owner === '' || owner === lab.stateDir) return;
  const choice = `Use --set with another number, or take that one down with GODWIT_STATE_DIR=${owner}`;
  throw new Error(`Lab set ${lab.set} is in use by the state directory ${owner}. ${choice}.`);
}

/** Gives a running host its link into the bridge and brings up its loopback, which CRIU needs for its own checks. */
export function connectHost(lab, host, initPid) {
  removeLink(host.link);
  const peer = ['peer', 'name', 'eth0', 'netns', String(initPid)];
  ip(['link', 'add', 'name', host.link, 'type', 'veth', ...peer]);
  ip(['link', 'set', 'dev', host.link, 'master', lab.bridge, 'up']);
  ipInside(initPid, ['link', 'set', 'dev', 'lo', 'up']);
  ipInside(initPid, ['address', 'replace', `${host.address}/24`, 'dev', 'eth0']);
  ipInside(initPid, ['link', 'set', 'dev', 'eth0', 'up']);
}

/** Removes all links of the lab. A dead network namespace gives its links back late, so they are named, not awaited. */
export function removeLinks(lab) {
  for (const host of lab.hosts) removeLink(host.link);
  removeLink(lab.bridge);
}

/** Runs ip(8) in the network of the process `pid`. */
export function ipInside(pid, args, options = {}) {
  const enter = ['nsenter', '--target', String(pid), '--net', '--'];
  return runArgv([...enter, 'ip', ...args], { purpose: 'set up the network of a lab host', ...options });
}

export function linkExists(name) {
  return existsSync(`/sys/class/net/${name}`);
}

/** The kernel may be removing the same link at this moment, on behalf of a namespace that died. */
function removeLink(name) {
  const { output } = linkExists(name) ? ip(['link', 'delete', 'dev', name], { allowFailure: true }) : { output: '' };
  if (linkExists(name)) throw new Error(`Could not remove the network link ${name} of the lab: ${output.trim()}`);
}

function ip(args, options = {}) {
  return runArgv(['ip', ...args], { purpose: 'set up the network of the lab', ...options });
}
