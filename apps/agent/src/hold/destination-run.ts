import type { Server, TLSSocket } from 'node:tls';
import { findHierarchies, isAlive, requirePermitted } from '@godwit/criu-driver';
import { type GodwitError, toErrorReport } from '@godwit/domain/errors';
import type { DestinationState } from '@godwit/domain/run';
import type { HashesAhead } from '../channel/hashes-ahead.ts';
import type { HashedManifest, Manifest } from '../channel/messages.ts';
import { verifyImages } from '../channel/verify-images.ts';
import { identifyContainerCopy } from '../containers/container-copy.ts';
import { requireFreeId } from '../containers/container-target.ts';
import { DestinationFiles } from '../files/destination-files.ts';
import { announce } from '../network/announce.ts';
import { describeBuilt, sceneFor } from '../rehearsal/build-in-scene.ts';
import { writeRehearsedDestinationHook } from '../rehearsal/rehearsal-hooks.ts';
import { prepareScene } from '../rehearsal/scene.ts';
import { bootMs } from './boot-clock.ts';
import { type ContainerPlace, createContainerPlace } from './container-place.ts';
import { identifyCopy } from './copy-tasks.ts';
import type { CriuProcess } from './criu-process.ts';
import { isReleasing, markReleasing, unmarkReleasing } from './decision.ts';
import { startRestoreCriu } from './destination-criu.ts';
import { chooseCopyCgroup, discardEverything, imageBytesOf, killCopy, requireRoom } from './destination-endings.ts';
import { endSilence, findPlace, removeSilence, silence, takeAddress } from './destination-network.ts';
import { ImageIntake } from './destination-receive.ts';
import type { HoldContext } from './hold-context.ts';
import type { HoldCommands } from './hold-protocol.ts';
import { writeDestinationHook } from './hook-script.ts';
import { keepManifest, readManifest } from './keep-manifest.ts';
import { leaveToOthers } from './leave-to-others.ts';
import { listenForSource } from './listen-for-source.ts';
import { PostCopyCopy } from './post-copy-copy.ts';
import { PreCopyIntake } from './pre-copy-intake.ts';
import { refused } from './refused.ts';
import { describeReleased, describeStuck, findHoldLoss, lostInHold, requireReleasable } from './release-checks.ts';
import { RestoreHook } from './restore-hook.ts';
import { Room } from './room.ts';
import { criuFailure, sayLost } from './source-dump.ts';
import { waitForHookInTime } from './wait-for-hook.ts';

type Request<T extends keyof HoldCommands> = HoldCommands[T]['request'];
type RestoreStart = Pick<Request<'start-restore'>, 'criuPath' | 'criuArguments'>;

const releaseDeadlineMs = 10_000;

/** The destination of a move: keeps the images, builds the copy, holds it, and lets it go only with proof. */
export class DestinationRun {
  readonly #context: HoldContext;
  #request: Request<'prepare-destination'>;
  #server: Server | null = null;
  #criu: CriuProcess | null = null;
  #address: Promise<void> | null = null;
  #manifest: Promise<HashedManifest> | null = null;
  #discarding: Promise<{ state: 'discarded' }> | null = null;
  #releasing: Promise<void> | null = null;
  #imageRoom: Room | null = null;
  /** For what passes through this process, and for the memory of the copy. */
  #room: Room | null = null;
  readonly #files: DestinationFiles;
  readonly #hook: RestoreHook;
  readonly #container: ContainerPlace | null;
  #postCopy: PostCopyCopy | null = null;
  #hashesAhead: HashesAhead | undefined;

  private constructor(context: HoldContext, request: Request<'prepare-destination'>) {
    this.#context = context;
    this.#request = request;
    this.#files = new DestinationFiles(context);
    this.#container = createContainerPlace(context, request);
    const writeHook = request.rehearsal ? writeRehearsedDestinationHook : writeDestinationHook;
    this.#hook = new RestoreHook(context.paths, writeHook);
  }

  /** For a run that is already prepared the request is the one of then; a hold process that was killed is replaced so. */
  static async prepare(context: HoldContext, request: Request<'prepare-destination'>): Promise<DestinationRun> {
    const run = new DestinationRun(context, request);
    const { journal } = context;
    requirePermitted('restore', request.restoreArguments ?? []);
    const cgroupDir = chooseCopyCgroup(context.paths.runId, request.cgroup, findHierarchies().unified);
    if (journal.state === 'opened' && request.container && !request.rehearsal) requireFreeId(request.container);
    if (journal.state === 'opened') requireRoom(request, context.paths, cgroupDir);
    if (cgroupDir) journal.making({ type: 'cgroup', dir: cgroupDir });
    if (request.rehearsal) await prepareScene(context, request.rehearsal);
    const postCopy = request.mode === 'post-copy' ? ({ postCopy: true } as const) : {};
    journal.append({ kind: 'facts', facts: { copyCgroupDir: cgroupDir ?? undefined, ...postCopy } });
    if (journal.state === 'opened') run.#files.prepare(request.files);
    if (journal.state === 'opened') await findPlace(context, request.serviceAddress);
    await silence(context, request);
    await run.#hook.make();
    if (journal.state === 'opened') {
      run.#imageRoom = new Room(context.paths.imageRoom, imageBytesOf(request));
      run.#room = new Room(context.paths.room, request.expectedBytes + imageBytesOf(request));
      context.enter('prepared');
    }
    return run;
  }

  /** Opens the channel. Only a run to which nothing was sent yet can be given another one. */
  async listen(): Promise<{ host: string; port: number }> {
    const { paths, journal } = this.#context;
    const { listenAddress: host } = this.#request;
    if (!this.#server && journal.state === 'prepared') {
      this.#server = await listenForSource(paths, this.#request, (socket) => this.#receive(socket));
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
      await killCopy(this.#context, this.#criu, this.#hook.pipe);
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

  async release(request: Request<'release-copy'>): Promise<{ accepted: true }> {
    const { journal, paths } = this.#context;
    if (this.#releasing) return { accepted: true };
    const isRehearsal = this.#request.rehearsal !== undefined;
    requireReleasable({ request, journal, isRehearsal, isPostCopy: this.#postCopy !== null });
    const lost = findHoldLoss(journal, this.#criu, this.#hook.pipe);
    if (lost) {
      await this.#fail(lost);
      throw refused(`The copy did not survive the hold: ${lost.message}`);
    }
    markReleasing(paths);
    this.#releasing = this.#release();
    return { accepted: true };
  }

  async discard(reason: string): Promise<{ state: 'discarded' | 'releasing' | 'released' }> {
    const { paths, journal } = this.#context;
    if (isReleasing(paths)) return { state: journal.state === 'released' ? 'released' : 'releasing' };
    this.#discarding ??= this.#discard(reason).catch(leaveToOthers(this.#context));
    return this.#discarding;
  }

  #receive(socket: TLSSocket): void {
    const { journal, paths, progress, enter } = this.#context;
    if (journal.state !== 'prepared' || this.#manifest) return void socket.destroy();
    const expected = this.#request.expectedBytes || null;
    const postCopy = this.#request.mode === 'post-copy' ? new PostCopyCopy(this.#context, socket, expected) : null;
    this.#postCopy = postCopy;
    const rounds = this.#request.mode === 'pre-copy' ? new PreCopyIntake(paths.images) : null;
    this.#hashesAhead = rounds?.hashes ?? this.#container?.hashes;
    const place = { imagesDir: paths.images, room: this.#imageRoom, rounds, layOut: this.#container?.layOut };
    this.#manifest = new Promise((resolve, reject) => {
      let received: Manifest | null = null;
      const intake: ImageIntake = new ImageIntake(
        socket,
        { ...place, files: this.#files.receive(() => intake) },
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
          hashed: (files, signature) => {
            const keep = async () => keepManifest(this.#context, this.#request, { received, files, signature });
            keep().then(resolve, reject);
          },
          failed: (error) => {
            reject(error);
            if (journal.state === 'receiving') enter('failed', { reason: error.message, errorCode: error.code });
          },
          ...postCopy?.intake,
        },
      );
    });
    this.#manifest.catch(() => undefined);
  }

  async #restore({ criuPath, criuArguments: options }: RestoreStart): Promise<void> {
    const { paths, journal, progress } = this.#context;
    const hook = await this.#hook.take();
    this.#address ??= takeAddress(this.#context);
    await this.#address;
    const cgroupDir = journal.facts.copyCgroupDir ?? null;
    const { rehearsal } = this.#request;
    const container = await this.#container?.place();
    const lazyPages = this.#postCopy !== null;
    await this.#postCopy?.start(criuPath);
    const start = { criuPath, options, imagesDir: paths.images, cgroupDir, held: true, container, lazyPages };
    const criu = startRestoreCriu(this.#context, { ...start, ...(rehearsal && sceneFor(this.#context, rehearsal)) });
    this.#criu = criu;
    if (criu.identity) journal.append({ kind: 'facts', facts: { criu: criu.identity } });
    const manifest = this.#manifest ?? readManifest(paths);
    const verified = verifyImages(paths.images, manifest, undefined, this.#hashesAhead);
    const notThose = () => criu.kill('the images are not those of the source');
    verified.then(() => this.#context.log('the images are checked'), notThose);
    const outcome = await waitForHookInTime(criu, hook);
    await verified;
    if ('end' in outcome) throw criuFailure('restore', outcome.end, criu.lastLines);
    const { tasks: expected } = await manifest;
    const built = rehearsal
      ? describeBuilt(this.#context, rehearsal, expected)
      : (container ? identifyContainerCopy : identifyCopy)(this.#context, expected, cgroupDir);
    this.#postCopy?.keepFaults();
    if (this.#discarding) return;
    this.#context.enter('held', built);
    void this.#postCopy?.ended.then(({ why }) => this.#lostInHold(lostInHold(why)));
    progress.enterPhase('held');
    void criu.ended.then(() => this.#lostInHold(lostInHold(null)));
  }

  /** Before the release; afterwards it is a matter of the release. */
  async #lostInHold(error: GodwitError): Promise<void> {
    if (this.#releasing || this.#discarding || this.#context.journal.state !== 'held') return;
    await this.#fail(error);
  }

  async #fail(error: unknown): Promise<void> {
    if (this.#discarding) return;
    const { code: errorCode, message: reason } = toErrorReport(error);
    await killCopy(this.#context, this.#criu, this.#hook.pipe);
    await this.#postCopy?.close(reason);
    this.#context.progress.flush();
    const logTail = [...(this.#criu?.lastLines ?? [])].slice(-40);
    this.#context.enter('failed', { reason, errorCode, logTail, mayHaveRun: false });
  }

  async #release(): Promise<void> {
    const { journal } = this.#context;
    this.#context.enter('releasing');
    this.#postCopy?.allowClose();
    await endSilence(this.#context);
    const unheard = findHoldLoss(journal, this.#criu, this.#hook.pipe);
    if (unheard) return this.#takeReleaseBack(unheard);
    const { serviceAddress, serviceDevice } = journal.facts;
    this.#hook.pipe?.wake();
    if (serviceAddress && serviceDevice) void announce(serviceAddress, serviceDevice, this.#context.log);
    const end = await this.#criu?.endWithin(releaseDeadlineMs);
    const runningAtBootMs = bootMs();
    if (this.#postCopy) void this.#postCopy.follow(() => killCopy(this.#context, this.#criu, this.#hook.pipe));
    if (end?.code !== 0) return this.#stick();
    this.#context.enter('released', describeReleased(journal, runningAtBootMs));
    void removeSilence(this.#context);
    this.#context.progress.flush();
    const lost = sayLost(journal.facts.tasks ?? []);
    if (lost) this.#context.log(`right after the release: ${lost}`);
  }

  /** Nobody let it run yet: it is built again as one that died in the hold, and its clients hear nothing of it. */
  async #takeReleaseBack(lost: GodwitError): Promise<void> {
    await silence(this.#context, this.#request);
    unmarkReleasing(this.#context.paths);
    this.#releasing = null;
    await this.#fail(lost);
  }

  /** It may have run. Where nothing of it is left, the host would reset the connections of its clients. */
  async #stick(): Promise<void> {
    const { journal } = this.#context;
    if (!(journal.facts.tasks ?? []).some(isAlive)) await silence(this.#context, this.#request);
    this.#context.enter('failed', describeStuck(journal, this.#criu));
  }

  async #discard(reason: string): Promise<{ state: 'discarded' }> {
    this.#server?.close();
    await Promise.all([this.#room?.giveBack(), this.#imageRoom?.giveBack()]);
    await this.#address?.catch(() => undefined);
    await Promise.all([this.#files.stop(), this.#container?.stop()]);
    await killCopy(this.#context, this.#criu, this.#hook.pipe);
    await this.#postCopy?.close(reason);
    await discardEverything(this.#context, reason);
    return { state: 'discarded' };
  }
}
