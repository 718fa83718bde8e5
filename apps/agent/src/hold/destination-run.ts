import { readFileSync } from 'node:fs';
import type { Server, TLSSocket } from 'node:tls';
import { findHierarchies, requirePermitted } from '@godwit/criu-driver';
import { GodwitError, toErrorReport } from '@godwit/domain/errors';
import type { DestinationState } from '@godwit/domain/run';
import type { HashedManifest, Manifest } from '../channel/messages.ts';
import { readRunKeys } from '../channel/run-keys.ts';
import { broken, listenForChannel } from '../channel/secure-channel.ts';
import { verifyImages } from '../channel/verify-images.ts';
import { writeFileDurably } from '../configuration/write-file-durably.ts';
import { announce } from '../network/announce.ts';
import { isAllowedPeer } from '../policy/allowed-peer.ts';
import { bootMs } from './boot-clock.ts';
import { cleanWorkFiles } from './clean-work-files.ts';
import { identifyCopy } from './copy-tasks.ts';
import type { CriuProcess } from './criu-process.ts';
import { isReleasing, markReleasing, unmarkReleasing } from './decision.ts';
import { startRestoreCriu } from './destination-criu.ts';
import { chooseCopyCgroup, discardEverything, killCopy, requireRoom } from './destination-endings.ts';
import { findPlace, silence, takeAddress } from './destination-network.ts';
import { ImageIntake } from './destination-receive.ts';
import type { HoldContext } from './hold-context.ts';
import type { HoldCommands } from './hold-protocol.ts';
import { HookPipe } from './hook-pipe.ts';
import { writeDestinationHook } from './hook-script.ts';
import { Room } from './room.ts';
import { criuFailure, sayLost } from './source-dump.ts';
import { removeRules } from './undo.ts';
import { waitForHook } from './wait-for-hook.ts';

type Request<T extends keyof HoldCommands> = HoldCommands[T]['request'];
type RestoreStart = Pick<Request<'start-restore'>, 'criuPath' | 'criuArguments'>;

const restoreDeadlineMs = 110_000;
const releaseDeadlineMs = 10_000;

/** The destination of a move: keeps the images, builds the copy, holds it, and lets it go only with proof. */
export class DestinationRun {
  readonly #context: HoldContext;
  #request: Request<'prepare-destination'>;
  #server: Server | null = null;
  #hook: HookPipe | null = null;
  #hookIsUsed = false;
  #criu: CriuProcess | null = null;
  #address: Promise<void> | null = null;
  #manifest: Promise<HashedManifest> | null = null;
  #discarding: Promise<{ state: 'discarded' }> | null = null;
  #releasing: Promise<void> | null = null;
  #imageRoom: Room | null = null;
  /** For what passes through this process, and for the memory of the copy. */
  #room: Room | null = null;

  private constructor(context: HoldContext, request: Request<'prepare-destination'>) {
    this.#context = context;
    this.#request = request;
  }

  /** For a run that is already prepared the request is the one of then; a hold process that was killed is replaced so. */
  static async prepare(context: HoldContext, request: Request<'prepare-destination'>): Promise<DestinationRun> {
    const run = new DestinationRun(context, request);
    const { journal } = context;
    requirePermitted('restore', request.restoreArguments ?? []);
    const cgroupDir = chooseCopyCgroup(context.paths.runId, request.cgroup, findHierarchies().unified);
    if (journal.state === 'opened') requireRoom(request, context.paths, cgroupDir);
    if (cgroupDir) journal.making({ type: 'cgroup', dir: cgroupDir });
    journal.append({ kind: 'facts', facts: { copyCgroupDir: cgroupDir ?? undefined } });
    if (journal.state === 'opened') await findPlace(context, request.serviceAddress);
    await silence(context, request);
    await run.#makeHook();
    if (journal.state === 'opened') {
      run.#imageRoom = new Room(context.paths.imageRoom, request.expectedBytes);
      run.#room = new Room(context.paths.room, 2 * request.expectedBytes);
      context.enter('prepared');
    }
    return run;
  }

  /** Opens the channel. Only a run to which nothing was sent yet can be given another one. */
  async listen(): Promise<{ host: string; port: number }> {
    const { paths, journal } = this.#context;
    const { listenAddress: host, peerFingerprint } = this.#request;
    if (!this.#server && journal.state === 'prepared') {
      const options = { keys: readRunKeys(paths.dir), peerFingerprint, allowsPeer: isAllowedPeer };
      this.#server = await listenForChannel(host, options, (socket) => this.#receive(socket));
    }
    const bound = this.#server?.address();
    return { host, port: typeof bound === 'object' && bound ? bound.port : 0 };
  }

  async startRestore(request: Request<'start-restore'>): Promise<{ accepted: true }> {
    const { journal } = this.#context;
    const state = journal.state as DestinationState;
    if (['restoring', 'held', 'releasing', 'released'].includes(state)) return { accepted: true };
    if (isReleasing(this.#context.paths)) {
      if (request.afterRelease !== 'person-decided')
        throw refused('This copy was released once, so only a person can decide on building it again.');
      await killCopy(this.#context, this.#criu, this.#hook);
      unmarkReleasing(this.#context.paths);
      this.#releasing = null;
      await silence(this.#context, this.#request);
    }
    requirePermitted('restore', request.criuArguments);
    if (!journal.states.includes('received'))
      throw refused(`The destination is "${state}" and has not received all images.`);
    this.#beginRestore(request);
    return { accepted: true };
  }

  #beginRestore(start: RestoreStart): void {
    this.#context.enter('restoring');
    void this.#restore(start).catch((error: unknown) => this.#fail(error));
  }

  /** Nothing that is not decided is decided by this: the copy is built and held, and discarded if the move does not go on. */
  #restoreAsToldAhead(): void {
    const { restoreArguments: criuArguments, criuPath } = this.#request;
    if (criuArguments && criuPath !== null && !this.#discarding) this.#beginRestore({ criuArguments, criuPath });
  }

  async release({ runId, epoch, gone }: Request<'release-copy'>): Promise<{ accepted: true }> {
    const { journal, paths } = this.#context;
    if (this.#releasing) return { accepted: true };
    if (gone.runId !== runId || gone.epoch > epoch)
      throw refused('The proof that the source is gone belongs to another run or epoch.');
    if (journal.state !== 'held')
      throw refused(`The copy is "${journal.state}" and not held, so it cannot be released.`);
    const { tasks = [] } = journal.facts;
    const lost = sayLost(tasks) ?? (this.#criu?.isRunning ? null : 'CRIU, which held the copy, has died.');
    if (lost) {
      await this.#fail(
        new GodwitError({ code: 'criu-failed', message: lost, remedy: 'It is built again from its images.' }),
      );
      throw refused(`The copy did not survive the hold: ${lost}`);
    }
    markReleasing(paths);
    this.#releasing = this.#release();
    return { accepted: true };
  }

  async discard(reason: string): Promise<{ state: 'discarded' | 'releasing' | 'released' }> {
    const { paths, journal } = this.#context;
    if (isReleasing(paths)) return { state: journal.state === 'released' ? 'released' : 'releasing' };
    this.#discarding ??= this.#discard(reason);
    return this.#discarding;
  }

  #receive(socket: TLSSocket): void {
    const { journal, paths, progress, enter } = this.#context;
    if (journal.state !== 'prepared' || this.#manifest) return void socket.destroy();
    const expected = this.#request.expectedBytes || null;
    this.#manifest = new Promise((resolve, reject) => {
      let received: Manifest | null = null;
      new ImageIntake(
        socket,
        { imagesDir: paths.images, room: this.#imageRoom },
        {
          begun: () => {
            void this.#room?.giveBack();
            enter('receiving');
            this.#address = takeAddress(this.#context);
            this.#address.catch(() => undefined);
          },
          progressed: (bytes) => progress.measureBytes(bytes, expected),
          clock: (clockAheadMs) => journal.append({ kind: 'facts', facts: { clockAheadMs } }),
          complete: (manifest) => {
            received = manifest;
            journal.append({ kind: 'facts', facts: { frozenAtBootMs: manifest.frozenAtBootMs } });
            enter('received');
            this.#restoreAsToldAhead();
            this.#server?.close();
          },
          hashed: (files) => {
            if (!received) return reject(broken('The source sent hashes before the images.'));
            const manifest = { ...received, files };
            writeFileDurably(paths.manifest, JSON.stringify(manifest));
            resolve(manifest);
          },
          failed: (error) => {
            reject(error);
            if (journal.state === 'receiving') enter('failed', { reason: error.message, errorCode: error.code });
          },
        },
      );
    });
    this.#manifest.catch(() => undefined);
  }

  /** What the source sent, with its hashes; from the disk for a hold process that was started again. */
  async #readManifest(): Promise<HashedManifest> {
    if (this.#manifest) return this.#manifest;
    return JSON.parse(readFileSync(this.#context.paths.manifest, 'utf8')) as HashedManifest;
  }

  /** A hook that was never used, made while nothing stands still; each CRIU needs one of its own. */
  async #takeHook(): Promise<HookPipe> {
    if (this.#hookIsUsed) {
      this.#hook?.close();
      await this.#makeHook();
    }
    this.#hookIsUsed = true;
    if (!this.#hook) throw new Error('the hook was not made');
    return this.#hook;
  }

  async #makeHook(): Promise<void> {
    const { paths } = this.#context;
    cleanWorkFiles(paths);
    writeDestinationHook(paths);
    this.#hook = await HookPipe.open(paths);
  }

  async #restore({ criuPath, criuArguments: options }: RestoreStart): Promise<void> {
    const { paths, journal, progress } = this.#context;
    const hook = await this.#takeHook();
    this.#address ??= takeAddress(this.#context);
    await this.#address;
    const cgroupDir = journal.facts.copyCgroupDir ?? null;
    const criu = startRestoreCriu(this.#context, { criuPath, options, imagesDir: paths.images, cgroupDir, held: true });
    this.#criu = criu;
    if (criu.identity) journal.append({ kind: 'facts', facts: { criu: criu.identity } });
    const manifest = this.#readManifest();
    const verified = manifest.then(({ files }) => verifyImages(paths.images, files));
    verified.catch(() => criu.kill('the images are not those of the source'));
    const late = `it was not done within ${restoreDeadlineMs / 1000} s`;
    const timer = setTimeout(() => criu.kill(late), restoreDeadlineMs);
    const outcome = await waitForHook(criu, hook).finally(() => clearTimeout(timer));
    await verified;
    if ('end' in outcome) throw criuFailure('restore', outcome.end, criu.lastLines);
    const tasks = identifyCopy((await manifest).tasks, cgroupDir);
    journal.append({ kind: 'facts', facts: { tasks } });
    if (this.#discarding) return;
    this.#context.enter('held', { heldPids: tasks.map(({ pid }) => pid) });
    progress.enterPhase('held');
    void criu.ended.then(() => this.#criuEnded());
  }

  async #criuEnded(): Promise<void> {
    if (this.#releasing || this.#discarding || this.#context.journal.state !== 'held') return;
    const message = 'CRIU died while it held the copy, so the copy was ended. It can be built again from its images.';
    await this.#fail(
      new GodwitError({ code: 'criu-failed', message, remedy: 'Nothing is to be done: this is done by itself.' }),
    );
  }

  async #fail(error: unknown): Promise<void> {
    if (this.#discarding) return;
    const { code: errorCode, message: reason } = toErrorReport(error);
    await killCopy(this.#context, this.#criu, this.#hook);
    this.#context.progress.flush();
    const logTail = [...(this.#criu?.lastLines ?? [])].slice(-40);
    this.#context.enter('failed', { reason, errorCode, logTail, mayHaveRun: false });
  }

  async #release(): Promise<void> {
    const { journal } = this.#context;
    this.#hook?.wake();
    this.#context.enter('releasing');
    const { tasks = [], serviceAddress, serviceDevice, frozenAtBootMs, clockAheadMs } = journal.facts;
    const seen = removeRules(journal).then(() => {
      if (serviceAddress && serviceDevice) void announce(serviceAddress, serviceDevice, this.#context.log);
    });
    const [end] = await Promise.all([this.#criu?.endWithin(releaseDeadlineMs), seen]);
    const runningAtBootMs = bootMs();
    if (end?.code !== 0) {
      const reason = `CRIU did not end as it should after the release. ${sayLost(tasks) ?? 'All tasks of the copy are there.'}`;
      const logTail = [...(this.#criu?.lastLines ?? [])].slice(-40);
      return this.#context.enter('failed', { reason, errorCode: 'criu-failed', logTail, mayHaveRun: true });
    }
    const comparable = frozenAtBootMs !== undefined && clockAheadMs !== undefined;
    const switchOverUs = comparable ? Math.round((runningAtBootMs - frozenAtBootMs - clockAheadMs) * 1000) : null;
    this.#context.enter('released', { released: { switchOverUs, runningAtBootMs } });
    this.#context.progress.flush();
    const lost = sayLost(tasks);
    if (lost) this.#context.log(`right after the release: ${lost}`);
  }

  async #discard(reason: string): Promise<{ state: 'discarded' }> {
    this.#server?.close();
    await Promise.all([this.#room?.giveBack(), this.#imageRoom?.giveBack()]);
    await this.#address?.catch(() => undefined);
    await killCopy(this.#context, this.#criu, this.#hook);
    await discardEverything(this.#context, reason);
    return { state: 'discarded' };
  }
}

const refused = (message: string): GodwitError =>
  new GodwitError({ code: 'command-refused', message, remedy: 'Look at the run in the portal for where it stands.' });
