import { cpSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { listCgroupPids } from '../cgroups.mjs';
import { labLayout } from '../lab-layout.mjs';
import { readInnerPid, readParent } from '../processes.mjs';
import { waitUntil } from '../wait-until.mjs';
import { findSampleWorkload } from '../workload-catalogue.mjs';
import { answer, prepareEnd, startHeld } from './held-criu.mjs';
import {
  forgetAddress,
  moveAddress,
  removeRules,
  shutDestination,
  shutSource,
  sweepNetworkLock,
} from './service-address.mjs';

/**
 * A move of a sample workload made with nothing but CRIU and system tools. It shows what the lab allows, and is what an
 * agent is measured against: source held in post-dump and fenced, copy held in post-restore, source killed, address
 * moved, copy let go. Its stages are functions, so that a test can look around, or kill something, in between.
 *
 * @param {{ set: number, criu: string, name: string, from: string, to: string, options?: string[] }} request `options`
 *   are given to dump and restore alike
 */
export async function holdSource({ set, criu, name, from, to, options = [] }) {
  const lab = labLayout(set);
  const { serviceAddress: address } = findSampleWorkload(lab, name);
  const [source, destination] = [prepareEnd(lab, from, name), prepareEnd(lab, to, name)];
  const move = { criu, address, source, destination, options, startedAt: performance.now(), times: {} };
  move.innerRootPid = readInnerPid(findRoot(source));
  if (address) await shutSource(source, address);
  const argv = [criu, 'dump', '--tree', String(move.innerRootPid), '--tcp-established', '--network-lock', 'nftables'];
  move.dump = await startHeld(source, [...argv, ...options], 'post-dump');
  await setFence(source, true);
  return mark(move, 'sourceHeldMs');
}

/** Copies the images and builds the copy, up to the point where no task of it has run an instruction. */
export async function holdCopy(move) {
  const { source, destination, criu, address, options } = move;
  cpSync(path.join(source.outside, 'images'), path.join(destination.outside, 'images'), { recursive: true });
  mark(move, 'imagesCopiedMs');
  if (address) await shutDestination(destination, address);
  const argv = [criu, 'restore', '--restore-detached', '--tcp-established', ...options];
  move.restore = await startHeld(destination, argv, 'post-restore');
  adoptCopy(move);
  return mark(move, 'copyHeldMs');
}

/** No way back from here: CRIU kills the source, and only when it is gone does the copy run. */
export async function commit(move) {
  const { source, destination, address } = move;
  const { code } = await answer(source, move.dump, 0);
  if (code !== 0 || listCgroupPids(source.cgroupDir).length > 0)
    throw new Error(`The source is not gone (criu: ${code}).`);
  await setFence(source, false);
  mark(move, 'sourceGoneMs');
  if (address) await moveAddress(source, destination, address);
  if (address) await removeRules(destination);
  const restored = await answer(destination, move.restore, 0);
  if (restored.code !== 0) throw new Error(`criu restore ended with ${restored.code}.`);
  mark(move, 'copyRunsMs');
  move.swept = await sweepNetworkLock(source);
  if (address) await removeRules(source);
  return move;
}

/** Gives the source back: the copy is discarded, the fence lifted, and CRIU itself resumes the source. */
export async function abort(move) {
  const { source, destination, address } = move;
  if (move.restore) await answer(destination, move.restore, 1);
  if (move.restore && address) await forgetAddress(destination, address).then(() => removeRules(destination));
  await setFence(source, false);
  await answer(source, move.dump, 1);
  if (address) await removeRules(source);
  return mark(move, 'sourceResumedMs');
}

/** The whole move. Times are milliseconds since its start. */
export async function moveByHand(request) {
  const move = await holdSource(request);
  await holdCopy(move);
  return commit(move);
}

/** A frozen cgroup holds its tasks whatever happens to criu; a task that is traced counts as frozen. */
export async function setFence({ cgroupDir }, frozen) {
  writeFileSync(path.join(cgroupDir, 'cgroup.freeze'), frozen ? '1' : '0');
  if (!frozen) return;
  const events = path.join(cgroupDir, 'cgroup.events');
  await waitUntil(() => readFileSync(events, 'utf8').includes('frozen 1'), {
    timeoutMs: 5000,
    otherwise: () => `${cgroupDir} does not freeze`,
  });
}

/** With --manage-cgroups=ignore the copy lands in the cgroup of criu: its tree is put where the workload belongs. */
function adoptCopy({ destination, innerRootPid }) {
  mkdirSync(destination.cgroupDir, { recursive: true });
  const candidates = listCgroupPids(path.join(destination.host.cgroupDir, 'by-hand/restore'));
  const tree = candidates.filter((pid) => readInnerPid(pid) === innerRootPid);
  for (const pid of tree) tree.push(...candidates.filter((child) => readParent(child) === pid));
  for (const pid of tree) writeFileSync(path.join(destination.cgroupDir, 'cgroup.procs'), String(pid));
}

function findRoot({ cgroupDir }) {
  const pids = existsSync(cgroupDir) ? listCgroupPids(cgroupDir) : [];
  const root = pids.find((pid) => !pids.includes(readParent(pid)));
  if (root === undefined) throw new Error(`No process is in ${cgroupDir}: the workload does not run on this host.`);
  return root;
}

function mark(move, name) {
  move.times[name] = Math.round(performance.now() - move.startedAt);
  return move;
}
