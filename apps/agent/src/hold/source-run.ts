import { setTimeout as sleep } from 'node:timers/promises';
import {
  findDeviceFor,
  findHierarchies,
  findHolder,
  findOwnCgroup,
  hasNft,
  listTree,
  loadRuleset,
  planFence,
  raiseFence,
  readTask,
  requirePermitted,
} from '@godwit/criu-driver';
import { GodwitError, toErrorReport } from '@godwit/domain/errors';
import type { SourceState } from '@godwit/domain/run';
import type { SentFile } from '../channel/messages.ts';
import { hashImages } from '../channel/verify-images.ts';
import { type Exposure, hasListeners, newConnectionRules, tableName } from '../network/packet-rules.ts';
import { bootMs } from './boot-clock.ts';
import type { CriuProcess } from './criu-process.ts';
import { decide, readDecision } from './decision.ts';
import { describeTask } from './frozen-tasks.ts';
import type { HoldContext } from './hold-context.ts';
import type { HoldCommands } from './hold-protocol.ts';
import { HookPipe } from './hook-pipe.ts';
import { writeFenceFile, writeSourceHook } from './hook-script.ts';
import { Room } from './room.ts';
import { startDumpCriu } from './source-criu.ts';
import { criuFailure, measureImages } from './source-dump.ts';
import { endCommitted, giveTasksBack, leaveAddress, leaveCompletely } from './source-endings.ts';
import { SourceLink } from './source-link.ts';
import { waitForHook } from './wait-for-hook.ts';

type Request<T extends keyof HoldCommands> = HoldCommands[T]['request'];

/** How long CRIU may take before it has seized anything. */
const unseizedMs = 60_000;

/** The source of a move: freezes the tree, holds it, and is the only place where the move is committed. */
export class SourceRun {
  readonly #context: HoldContext;
  #request: Request<'prepare-source'> | null = null;
  #link: SourceLink | null = null;
  #hook: HookPipe | null = null;
  #criu: CriuProcess | null = null;
  #deadline = Number.POSITIVE_INFINITY;
  #watchdog: NodeJS.Timeout | null = null;
  #ending: Promise<SourceState> | null = null;
  #deadlineReached = false;
  #isHooked = false;
  #room: Room | null = null;

  constructor(context: HoldContext) {
    this.#context = context;
  }

  async prepare(request: Request<'prepare-source'>): Promise<{ prepared: true }> {
    const { journal, paths } = this.#context;
    if (journal.state !== 'opened') throw refused(`The source is "${journal.state}" and cannot be prepared again.`);
    requireTask(request.pid, request.startTimeTicks);
    const tree = listTree(request.pid);
    const pids = tree.map(({ pid }) => pid);
    const own = findOwnCgroup(findHierarchies(), request.pid, pids);
    const { serviceAddress } = request;
    const device = serviceAddress && ((await findHolder(serviceAddress)) ?? (await findDeviceFor(serviceAddress)));
    const peer = { host: request.peerHost, port: request.peerPort, fingerprint: request.peerFingerprint };
    this.#link = await SourceLink.connect(paths, peer);
    this.#hook = await HookPipe.open(paths);
    writeSourceHook(paths);
    this.#request = request;
    this.#room = new Room(paths.room, request.expectedBytes ?? 0);
    await this.#room.ready;
    const clockAheadMs = this.#link.clockAheadMs ?? 0;
    const facts = { ownCgroupDir: own?.dir ?? null, serviceAddress, serviceDevice: device, clockAheadMs };
    journal.append({ kind: 'facts', facts });
    this.#context.enter('prepared');
    return { prepared: true };
  }

  async startDump(request: Request<'start-dump'>): Promise<{ accepted: true }> {
    const prepared = this.#request;
    const link = this.#link;
    const { journal } = this.#context;
    if (['dumping', 'held', 'committed', 'gone'].includes(journal.state)) return { accepted: true };
    requirePermitted('dump', request.criuArguments);
    if (!prepared || !link || journal.state !== 'prepared')
      throw refused(`The source is "${journal.state}" and not prepared, so no dump was started.`);
    requireTask(prepared.pid, prepared.startTimeTicks);
    this.#context.enter('dumping');
    void this.#dump(request, prepared, link).catch(async (error: unknown) => this.#abort(await link.explain(error)));
    return { accepted: true };
  }

  async commit(request: Request<'commit-source'>): Promise<HoldCommands['commit-source']['result']> {
    const { journal, paths } = this.#context;
    if (this.#ending) return this.#endedSoon(this.#ending);
    if (request.bootId !== journal.bootId)
      throw refused('The permission is for another boot of this host, so nothing was committed.');
    if (journal.state !== 'held')
      throw refused(`The source is "${journal.state}" and not held, so nothing was committed.`);
    if (bootMs() >= this.#deadline) return { state: await this.#reachDeadline() };
    const wanted = { decision: 'committed' as const, epoch: request.epoch, by: 'server', reason: 'permission' };
    if (decide(paths, wanted).decision === 'aborted') return { state: await this.giveBack('The hold was ended.') };
    this.#hook?.wake();
    this.#ending = this.#endCommitted();
    return this.#endedSoon(this.#ending);
  }

  /** Aborts, unless the commit was first. Resolves when the tree runs again. */
  giveBack(reason: string, errorCode?: GodwitError['code']): Promise<SourceState> {
    this.#ending ??= this.#endAborted(reason, errorCode);
    return this.#ending;
  }

  async dropAddress(): Promise<{ dropped: boolean }> {
    const { journal } = this.#context;
    await this.#ending;
    if (journal.state !== 'gone')
      throw refused(`The source is "${journal.state}" and not gone, so it keeps its address.`);
    const dropped = await leaveAddress(journal);
    void leaveCompletely(this.#context);
    return { dropped };
  }

  async #dump(request: Request<'start-dump'>, prepared: Request<'prepare-source'>, link: SourceLink): Promise<void> {
    const { journal } = this.#context;
    await this.#refuseNewConnections(prepared);
    const stoppedBefore = listTree(prepared.pid).filter(({ state }) => state === 'T');
    journal.append({ kind: 'facts', facts: { stoppedBefore: stoppedBefore.map(({ pid }) => pid) } });
    await this.#room?.giveBack();
    const networkLock = hasNft() ? ('nftables' as const) : ('iptables' as const);
    const { criuPath, criuArguments: options, holdSeconds } = request;
    const onSeized = (at: number) => this.#watchFrom(at, holdSeconds);
    const start = { criuPath, pid: prepared.pid, options, leaveRunning: false, networkLock, onSeized };
    this.#criu = startDumpCriu(this.#context, start);
    const { identity } = this.#criu;
    if (identity) journal.append({ kind: 'facts', facts: { criu: identity } });
    const files = await this.#followDump(this.#criu, prepared.pid, link, holdSeconds);
    if (!files) return;
    const hashed = hashImages(this.#context.paths.images, files).then((all) =>
      link.sender.tell({ type: 'hashes', files: all }),
    );
    hashed.catch((error: unknown) => this.#abort(error));
    await link.received;
    if (this.#ending) return;
    const { frozenAtBootMs = 0 } = journal.facts;
    const imageBytes = measureImages(this.#context.paths.images);
    this.#context.enter('held', { dumped: { frozenUs: null, imageBytes, frozenAtBootMs } });
    void this.#criu.ended.then(() => this.giveBack('criu died while it held the source.'));
  }

  async #followDump(
    criu: CriuProcess,
    rootPid: number,
    link: SourceLink,
    holdSeconds: number,
  ): Promise<SentFile[] | null> {
    const hook = this.#hook;
    if (!hook) throw new Error('the hook was not made');
    let isHeld = false;
    const held = waitForHook(criu, hook).finally(() => {
      isHeld = true;
    });
    while (!isHeld && !this.#ending) {
      if ((await link.sender.sendGrown()) === 0) await Promise.race([held, sleep(2)]);
      this.#context.progress.measureBytes(link.sender.sentBytes, null);
    }
    const outcome = await held;
    if ('end' in outcome) {
      throw criuFailure('dump', outcome.end, criu.lastLines);
    }
    this.#isHooked = true;
    if (this.#ending) return null;
    // Its log could not be read, for whatever reason: the watchdog starts here at the latest.
    if (!this.#watchdog) this.#watchFrom(bootMs(), holdSeconds);
    // Its last lines stand before the hold, as they were written.
    criu.readLog();
    this.#context.progress.enterPhase('held');
    const tasks = this.#raiseFence(criu, rootPid);
    this.#context.log(`fenced; ${link.sender.sentBytes} bytes are sent`);
    const files = await link.sender.sendAll();
    this.#context.progress.measureBytes(link.sender.sentBytes, link.sender.sentBytes);
    const { frozenAtBootMs = 0 } = this.#context.journal.facts;
    this.#context.log(`all ${link.sender.sentBytes} bytes are sent`);
    await link.sender.tell({ type: 'manifest', manifest: { files, tasks, frozenAtBootMs } });
    return files;
  }

  /** From here on CRIU's death changes nothing. */
  #raiseFence(criu: CriuProcess, rootPid: number) {
    const { journal, paths } = this.#context;
    criu.readLog();
    const tree = listTree(rootPid).filter(({ state }) => state !== 'Z');
    const { stoppedBefore = [] } = journal.facts;
    const own = findOwnCgroup(
      findHierarchies(),
      rootPid,
      tree.map(({ pid }) => pid),
    );
    const fence = planFence(own, tree, new Set(stoppedBefore));
    const tasks = tree.map(({ pid, startTimeTicks }) => ({ pid, startTimeTicks }));
    writeFenceFile(paths, fence);
    journal.append(
      { kind: 'facts', facts: { tasks, ownCgroupDir: own?.dir ?? null, fencedAtBootMs: bootMs() } },
      { kind: 'making', made: { type: 'fence', fence } },
    );
    raiseFence(fence);
    return tree.map(describeTask);
  }

  async #refuseNewConnections(exposure: Exposure): Promise<void> {
    const { journal, paths } = this.#context;
    if (!hasListeners(exposure)) return;
    journal.making({ type: 'table', family: 'inet', name: tableName(paths.runId) });
    await loadRuleset(newConnectionRules(paths.runId, exposure));
  }

  #watchFrom(seizedAt: number, holdSeconds: number): void {
    this.#deadline = seizedAt + holdSeconds * 1000;
    this.#context.journal.append({
      kind: 'facts',
      facts: { frozenAtBootMs: seizedAt, deadlineBootMs: this.#deadline },
    });
    this.#watchdog = setInterval(() => {
      if (bootMs() >= this.#deadline) void this.#reachDeadline();
    }, 50);
  }

  #reachDeadline(): Promise<SourceState> {
    if (this.#watchdog) clearInterval(this.#watchdog);
    this.#deadlineReached = true;
    return this.giveBack('Nobody committed before the deadline of the hold.', 'deadline-reached');
  }

  async #abort(error: unknown): Promise<void> {
    const { code, message } = toErrorReport(error);
    this.#context.log(`aborted: ${message}`);
    await this.giveBack(message, code);
  }

  async #endAborted(reason: string, errorCode?: GodwitError['code']): Promise<SourceState> {
    const { paths, journal } = this.#context;
    const decision = decide(paths, { decision: 'aborted', epoch: journal.epoch, by: 'hold', reason });
    if (decision.decision === 'committed') return this.#endCommitted();
    const logTail = [...(this.#criu?.lastLines ?? [])].slice(-40);
    this.#context.enter('aborted', { reason, errorCode, logTail });
    if (this.#watchdog) clearInterval(this.#watchdog);
    void this.#link?.abort(reason);
    void this.#room?.giveBack();
    await giveTasksBack(this.#context, { criu: this.#criu, hook: this.#hook, patienceMs: this.#patienceMs() });
    return 'given-back';
  }

  /**
   * CRIU in its hook only has to detach. Before that it may be injecting code into the tree, where its death can take the
   * tree with it, so that it is left to work until the deadline.
   */
  #patienceMs(): number {
    if (this.#isHooked) return this.#deadlineReached ? 800 : 5000;
    if (this.#deadlineReached) return 300;
    return Number.isFinite(this.#deadline) ? Math.max(300, this.#deadline - bootMs()) : unseizedMs;
  }

  async #endCommitted(): Promise<SourceState> {
    if (this.#watchdog) clearInterval(this.#watchdog);
    const { epoch = 0, by = '' } = readDecision(this.#context.paths) ?? {};
    this.#context.log(`committed by ${by} in epoch ${epoch}`);
    await endCommitted(this.#context, this.#criu);
    void leaveCompletely(this.#context);
    return 'gone';
  }

  /** The proof, and that the address left with the tree: nothing more has to be asked before the copy is released. */
  async #describeEnd(state: SourceState): Promise<HoldCommands['commit-source']['result']> {
    const { journal, paths } = this.#context;
    const { goneProof } = journal.report(paths.runId);
    if (state !== 'gone' || !goneProof) return { state };
    const addressDropped = await leaveAddress(journal).catch(() => undefined);
    const { provedAt } = goneProof;
    return { state, gone: { provedAt, ...(addressDropped !== undefined && { addressDropped }) } };
  }

  /** The end itself is told as a change of state; who asked does not wait long for it. */
  async #endedSoon(ending: Promise<SourceState>): Promise<HoldCommands['commit-source']['result']> {
    const late = sleep(2000).then(() => ({ state: this.#context.journal.state as SourceState }));
    return Promise.race([ending.then((state) => this.#describeEnd(state)), late]);
  }
}

const requireTask = (pid: number, startTimeTicks: number): void => {
  if (readTask(pid)?.startTimeTicks === startTimeTicks) return;
  throw new GodwitError({
    code: 'process-changed',
    message: `Process ${pid} is not the one that was checked: it ended, or its number was given to another.`,
    remedy: 'Make a new preflight of the workload.',
  });
};

const refused = (message: string): GodwitError =>
  new GodwitError({ code: 'command-refused', message, remedy: 'Look at the run in the portal for where it stands.' });
