import { setTimeout as sleep } from 'node:timers/promises';
import { listTree, requirePermitted } from '@godwit/criu-driver';
import { type GodwitError, toErrorReport } from '@godwit/domain/errors';
import type { SourceState } from '@godwit/domain/run';
import type { Manifest } from '../channel/messages.ts';
import { type ContainerDump, sendContainerAhead } from '../containers/container-source.ts';
import { nothingStaged, SourceFiles } from '../files/source-files.ts';
import { letRunOn } from '../rehearsal/let-run-on.ts';
import { writeRehearsedSourceHook } from '../rehearsal/rehearsal-hooks.ts';
import { findLoose, holdSupervisors } from '../supervisors/hold-supervisors.ts';
import { letSupervisorsGo } from '../supervisors/let-supervisors-go.ts';
import { tellSupervisors } from '../supervisors/tell-supervisors.ts';
import { bootMs } from './boot-clock.ts';
import type { CriuProcess } from './criu-process.ts';
import { decide, readDecision } from './decision.ts';
import { describeEndSoon } from './describe-end.ts';
import { dumpPatienceMs } from './dump-patience.ts';
import { findSourcePlace } from './find-source-place.ts';
import type { HoldContext } from './hold-context.ts';
import type { HoldCommands } from './hold-protocol.ts';
import { HookPipe } from './hook-pipe.ts';
import { writeSourceHook } from './hook-script.ts';
import { leaveToOthers } from './leave-to-others.ts';
import { type PostCopySource, preparePostCopy } from './post-copy-source.ts';
import { type PreCopySource, preparePreCopy } from './pre-copy-source.ts';
import { raiseTreeFence } from './raise-tree-fence.ts';
import { refuseNewConnections } from './refuse-new-connections.ts';
import { refused } from './refused.ts';
import { removeImages } from './remove-images.ts';
import { requireTask } from './require-task.ts';
import { Room } from './room.ts';
import { startDumpCriu } from './source-criu.ts';
import { criuFailure, measureImages } from './source-dump.ts';
import { endCommitted, giveTasksBack, leaveAddress, leaveCompletely } from './source-endings.ts';
import { keepImagesInMemory, pushToDisk } from './source-images.ts';
import { SourceLink } from './source-link.ts';
import { describeTreeBefore } from './thaw-proof.ts';
import { waitForHook } from './wait-for-hook.ts';

type Request<T extends keyof HoldCommands> = HoldCommands[T]['request'];

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
  #postCopy: PostCopySource | null = null;
  #preCopy: PreCopySource | null = null;
  #room: Room | null = null;
  #container: ContainerDump | null = null;
  #files: SourceFiles | null = null;

  constructor(context: HoldContext) {
    this.#context = context;
  }

  async prepare(request: Request<'prepare-source'>): Promise<{ prepared: true }> {
    const { journal, paths } = this.#context;
    if (journal.state !== 'opened') throw refused(`The source is "${journal.state}" and cannot be prepared again.`);
    requireTask(request.pid, request.startTimeTicks);
    const { place, pids } = await findSourcePlace(request.pid, request.serviceAddress);
    this.#link = await SourceLink.connect(paths, request);
    this.#files = await SourceFiles.over(this.#context, { plan: request.files, pids }, this.#link);
    this.#hook = await HookPipe.open(paths);
    (request.rehearsal ? writeRehearsedSourceHook : writeSourceHook)(paths);
    this.#request = request;
    if (request.mode === 'post-copy') this.#postCopy = preparePostCopy(this.#context, this.#link);
    if (request.mode === 'pre-copy') this.#preCopy = preparePreCopy(this.#context, this.#link, request);
    this.#room = new Room(paths.room, request.mode ? 0 : (request.expectedBytes ?? 0));
    await this.#room.ready;
    if (!request.keepCheckpoint) await keepImagesInMemory(this.#context, request);
    journal.append({ kind: 'facts', facts: { ...place, clockAheadMs: this.#link.clockAheadMs ?? 0 } });
    this.#context.enter('prepared');
    return { prepared: true };
  }

  async stageFiles(): Promise<HoldCommands['stage-files']['result']> {
    if (!this.#link) throw refused('The source is not prepared, so no file was copied.');
    return this.#files?.copyAhead() ?? nothingStaged;
  }

  async preDump(request: Request<'pre-dump'>): Promise<HoldCommands['pre-dump']['result']> {
    if (!this.#preCopy) throw refused('The source is not prepared for a pre-copy, so no memory was copied ahead.');
    return this.#preCopy.ask(request);
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
    this.#files?.requireReady();
    this.#preCopy?.requireDone();
    this.#context.enter('dumping');
    const ended = this.#dump(request, prepared, link).catch(async (error: unknown) =>
      this.#abort(await link.explain(error)),
    );
    // A rehearsal gave its tree back long before.
    if (prepared.rehearsal) void ended.finally(() => removeImages(this.#context));
    return { accepted: true };
  }

  async commit(request: Request<'commit-source'>): Promise<HoldCommands['commit-source']['result']> {
    const { journal, paths } = this.#context;
    if (this.#ending) return this.#describeEnd(this.#ending);
    if (request.bootId !== journal.bootId)
      throw refused('The permission is for another boot of this host, so nothing was committed.');
    if (journal.state !== 'held')
      throw refused(`The source is "${journal.state}" and not held, so nothing was committed.`);
    if (bootMs() >= this.#deadline) return { state: await this.#reachDeadline() };
    const loose = (this.#postCopy ? null : this.#hook?.findDeath()) ?? findLoose(this.#context);
    if (loose) return { state: await this.giveBack(loose) };
    const wanted = { decision: 'committed' as const, epoch: request.epoch, by: 'server', reason: 'permission' };
    if (decide(paths, wanted).decision === 'aborted') return { state: await this.giveBack('The hold was ended.') };
    const ended = tellSupervisors(this.#context).then(() => this.#endCommitted());
    this.#ending = ended.catch(leaveToOthers(this.#context));
    return this.#describeEnd(this.#ending);
  }

  #describeEnd(ending: Promise<SourceState>): Promise<HoldCommands['commit-source']['result']> {
    return this.#postCopy?.describeCommitted(this.#context, ending) ?? describeEndSoon(this.#context, ending);
  }

  /** Aborts, unless the commit was first. Resolves when the tree runs again. */
  giveBack(reason: string, errorCode?: GodwitError['code']): Promise<SourceState> {
    this.#ending ??= this.#endAborted(reason, errorCode).catch(leaveToOthers(this.#context));
    return this.#ending;
  }

  async dropAddress(): Promise<{ dropped: boolean }> {
    const { journal } = this.#context;
    if (!this.#postCopy) await this.#ending;
    if (journal.state !== 'gone' && !(this.#postCopy && journal.state === 'committed'))
      throw refused(`The source is "${journal.state}" and not gone, so it keeps its address.`);
    const dropped = await leaveAddress(journal);
    void leaveCompletely(this.#context);
    return { dropped };
  }

  /** Post-copy only, and only after the commit. */
  async endSource(): Promise<{ state: SourceState }> {
    const { journal } = this.#context;
    if (!this.#postCopy || !['committed', 'gone'].includes(journal.state))
      throw refused(`The source is "${journal.state}" and not committed, so it was not ended.`);
    return { state: await this.#postCopy.end(this.#context, this.#criu) };
  }

  async #dump(request: Request<'start-dump'>, prepared: Request<'prepare-source'>, link: SourceLink): Promise<void> {
    const { journal } = this.#context;
    this.#container = await sendContainerAhead(this.#context, prepared, link);
    if (this.#ending) return;
    await refuseNewConnections(this.#context, prepared);
    if (!prepared.rehearsal) await holdSupervisors(this.#context, prepared);
    if (this.#ending) {
      // It was given back while supervisors were being held.
      await this.#ending;
      return letSupervisorsGo(this.#context);
    }
    journal.append({ kind: 'facts', facts: describeTreeBefore(listTree(prepared.pid)) });
    await this.#room?.giveBack();
    const { criuPath, criuArguments: options, holdSeconds } = request;
    const start = {
      criuPath,
      pid: prepared.pid,
      options,
      leaveRunning: prepared.rehearsal === true,
      onSeized: (at: number) => this.#watchFrom(at, holdSeconds),
      pages: this.#postCopy?.pages ?? null,
      parent: this.#preCopy?.lastRound,
      container: this.#container?.record ?? null,
    };
    this.#criu = startDumpCriu(this.#context, start);
    const { identity } = this.#criu;
    if (identity) journal.append({ kind: 'facts', facts: { criu: identity } });
    const manifest = await this.#followDump(this.#criu, prepared.pid, link, holdSeconds);
    if (!manifest) return;
    const ahead = this.#preCopy?.hashed ?? this.#container?.hashedAhead;
    const hashed = link.tellHashes(this.#context.paths, manifest, undefined, ahead);
    hashed.catch((error: unknown) => this.#abort(error));
    await Promise.all([link.received, prepared.keepCheckpoint && pushToDisk(this.#context.paths.images)]);
    if (prepared.rehearsal) return hashed;
    if (this.#ending) return;
    const { frozenAtBootMs = 0 } = journal.facts;
    const imageBytes = measureImages(this.#context.paths.images);
    this.#context.enter('held', { dumped: { frozenUs: null, imageBytes, frozenAtBootMs } });
    void this.#criu.ended.then(() => this.giveBack('criu died while it held the source.'));
    void this.#postCopy?.lost.then((reason) => this.giveBack(reason, 'channel-broken'));
  }

  async #followDump(
    criu: CriuProcess,
    rootPid: number,
    link: SourceLink,
    holdSeconds: number,
  ): Promise<Manifest | null> {
    const hook = this.#hook;
    if (!hook) throw new Error('the hook was not made');
    let isHeld = false;
    const held = (this.#postCopy?.waitUntilReady(criu) ?? waitForHook(criu, hook)).finally(() => {
      isHeld = true;
    });
    while (!isHeld && !this.#ending) {
      const sends = this.#request?.rehearsal !== true;
      if (!sends || (await link.sender.sendGrown()) === 0) await Promise.race([held, sleep(2)]);
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
    // From here on CRIU's death changes nothing.
    const tasks = raiseTreeFence(this.#context, rootPid);
    this.#context.log(`fenced; ${link.sender.sentBytes} bytes are sent`);
    await this.#files?.copyFrozen(tasks);
    await this.#container?.addChanges();
    if (this.#request?.rehearsal) {
      if (this.#watchdog) clearInterval(this.#watchdog);
      this.#ending ??= letRunOn(this.#context, { criu, hook });
      await this.#ending;
    }
    const files = await link.sender.sendAll();
    this.#context.progress.measureBytes(link.sender.sentBytes, link.sender.sentBytes);
    const { frozenAtBootMs = 0 } = this.#context.journal.facts;
    this.#context.log(`all ${link.sender.sentBytes} bytes are sent`);
    const manifest = { ...(this.#preCopy?.describe(files) ?? { files }), tasks, frozenAtBootMs };
    await link.sender.tell({ type: 'manifest', manifest });
    return manifest;
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
    await this.#preCopy?.giveUp();
    const patienceMs = dumpPatienceMs(this.#isHooked, this.#deadlineReached, this.#deadline);
    if (this.#criu) await this.#postCopy?.letGo(this.#criu, patienceMs);
    // In a rehearsal the source is given back in any case: what is told last says whether it was as wished.
    const told = this.#request?.rehearsal ? { detail: () => ({ reason, errorCode }) } : {};
    const holders = { criu: this.#criu, hook: this.#hook, patienceMs, ...told };
    await giveTasksBack(this.#context, holders);
    return 'given-back';
  }

  async #endCommitted(): Promise<SourceState> {
    this.#hook?.wake();
    if (this.#watchdog) clearInterval(this.#watchdog);
    const { epoch = 0, by = '' } = readDecision(this.#context.paths) ?? {};
    this.#context.log(`committed by ${by} in epoch ${epoch}`);
    if (this.#postCopy && this.#criu) return this.#postCopy.serve(this.#context, this.#criu);
    await endCommitted(this.#context, this.#criu);
    void leaveCompletely(this.#context);
    return 'gone';
  }
}
