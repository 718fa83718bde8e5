import { lstatSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { labLayout, labStatus } from '../../../../tools/lab/index.mjs';
import { LabHost } from './lab-host.ts';
import { readOr } from './look-at-processes.ts';

/** Everything that can be told of a lab host from outside, as text by kind. */
type WholeHost = Record<'files' | 'processes' | 'links' | 'rules' | 'mounts' | 'cgroups', string>;

/** What a run keeps on purpose (its journal), what these looks themselves start, and what workloads of the host write all the time. */
const ownTraces = /\/(harness-|exec\/|private-file|log\/|observer)|\/shared\/(counter|redis|containers)\//;

/** A lab host's files lie over those of the machine: all that was ever changed is in its upper layer, on its disk, or in its memory. */
const listFiles = async (host: LabHost, set: number): Promise<string> => {
  const layout = labLayout(set).hosts.find(({ name }) => name === host.name);
  const outside = [layout?.upperDir ?? '', layout?.diskDir ?? '', labLayout(set).sharedDir];
  const format = '%p %y %s %m %U %C@\\n';
  const there = (await host.run('find', '/run', '/tmp', '/dev', '-printf', format)).split('\n');
  return [...outside.flatMap(listBelow), ...there]
    .filter((line) => !ownTraces.test(line))
    .sort()
    .join('\n');
};

/** With the time of the last change of any kind. A file that goes away while it is looked at is not there. */
const listBelow = (dir: string): string[] =>
  readdirSync(dir, { recursive: true, encoding: 'utf8' }).flatMap((name) => {
    const file = path.join(dir, name);
    const stats = lstatSync(file, { throwIfNoEntry: false });
    if (stats === undefined) return [];
    // What is below a directory is listed by itself; its own time changes with what is left out here.
    return [`${file} ${stats.mode} ${stats.uid} ${stats.isDirectory() ? '' : `${stats.size} ${stats.ctimeMs}`}`];
  });

/** Those that end by themselves (what these looks start, and the pauses of shell loops) are left out. */
const listProcesses = (host: LabHost): string => {
  const proc = `/proc/${host.pid}/root/proc`;
  return readdirSync(proc)
    .filter((name) => /^\d+$/.test(name))
    .map((pid) => `${pid} ${readOr(`${proc}/${pid}/comm`)}`)
    .filter((line) => !/ (find|ip|nft|sh|nsenter|unshare|sleep|node)\n?$/.test(line))
    .sort()
    .join('');
};

const listCgroups = (dir: string): string =>
  readdirSync(dir, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => path.join(entry.parentPath, entry.name))
    .filter((name) => !ownTraces.test(`${name}/`) && !/\/godwit\/(holds|criu|copies)$/.test(name))
    .sort()
    .join('\n');

export const lookAtHost = async (set: number, name: string): Promise<WholeHost> => {
  const host = new LabHost(set, name);
  const pid = labStatus({ set }).hosts.find((one) => one.name === name)?.pid;
  return {
    files: await listFiles(host, set),
    processes: listProcesses(host),
    links: (await host.run('ip', 'address')) + (await host.run('ip', 'route', 'show', 'table', 'all')),
    rules: await host.run('nft', 'list', 'ruleset'),
    mounts: readFileSync(`/proc/${pid}/mountinfo`, 'utf8'),
    cgroups: listCgroups(host.cgroupDir),
  };
};
