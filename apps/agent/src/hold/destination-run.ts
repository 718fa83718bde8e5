import { readFileSync } from 'node:fs';
import type { Server, TLSSocket } from 'node:tls';
import {
  addAddress,
  findDeviceFor,
  findHierarchies,
  findHolder,
  loadRuleset,
  requirePermitted,
} from '@godwit/criu-driver';
import { GodwitError, toErrorReport } from '@godwit/domain/errors';
import type { DestinationState } from '@godwit/domain/run';
import type { HashedManifest, Manifest } from '../channel/messages.ts';
import { readRunKeys } from '../channel/run-keys.ts';
import { broken, listenForChannel } from '../channel/secure-channel.ts';
import { verifyImages } from '../channel/verify-images.ts';
import { writeFileDurably } from '../configuration/write-file-durably.ts';
import { announce } from '../network/announce.ts';
import { silenceRules, silenceTables } from '../network/packet-rules.ts';
import { bootMs } from './boot-clock.ts';
import { cleanWorkFiles } from './clean-work-files.ts';
import { identifyCopy } from './copy-tasks.ts';
import type { CriuProcess } from './criu-process.ts';
import { isReleasing, markReleasing, unmarkReleasing } from './decision.ts';
import { startRestoreCriu } from './destination-criu.ts';
import { chooseCopyCgroup, discardEverything, killCopy, requireRoom } from './destination-endings.ts';
import { ImageIntake } from './destination-receive.ts';
import type { HoldContext } from './hold-context.ts';
import type { HoldCommands } from './hold-protocol.ts';
import { HookPipe } from './hook-pipe.ts';
import { writeDestinationHook } from './hook-script.ts';
import { criuFailure, sayLost } from './source-dump.ts';
import { removeRules } from './undo.ts';
import { waitForHook } from './wait-for-hook.ts';

type Request<T extends keyof HoldCommands> = HoldCommands[T]['request'];

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

  private constructor(context: HoldContext, request: Request<'prepare-destination'>) {
    this.#context = context;
    this.#request = request;
  }

  /** For a run that is already prepared the request is the one of then; a hold process that was killed is replaced so. */
  static async prepare(context: HoldContext, request: Request<'prepare-destination'>): Promise<DestinationRun> {
    const run = new DestinationRun(context, request);
    const { journal } = context;
    const cgroupDir = chooseCopyCgroup(context.paths.runId, request.cgroup, findHierarchies().unified);
    if (journal.state === 'opened') requireRoom(request, context.paths, cgroupDir);
    if (cgroupDir) journal.making({ type: 'cgroup', dir: cgroupDir });
    journal.append({ kind: 'facts', facts: { copyCgroupDir: cgroupDir ?? undefined } });
    if (journal.state === 'opened') await run.#findPlace();
    await run.#silence();
    await run.#makeHook();
    if (journal.state === 'opened') context.enter('prepared');
    return run;
  }

  /** Opens the channel. Only a run to which nothing was sent yet can be given another one. */
  async listen(): Promise<{ host: string; port: number }> {
    const { paths, journal } = this.#context;
    const { listenAddress: host, peerFingerprint } = this.#request;
    if (!this.#server && journal.state === 'prepared') {
      const options = { keys: readRunKeys(paths.dir), peerFingerprint };
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
      await this.#silence();
    }
    requirePermitted('restore', request.criuArguments);
    if (!journal.states.includes('received'))
      throw refused(`The destination is "${state}" and has not received all images.`);
    this.#context.enter('restoring');
    void this.#restore(request).catch((error: unknown) => this.#fail(error));
    return { accepted: true };
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
      new ImageIntake(socket, paths.images, {
        begun: () => {
          enter('receiving');
          this.#address = this.#takeAddress();
          this.#address.catch(() => undefined);
        },
        progressed: (bytes) => progress.measureBytes(bytes, expected),
        clock: (clockAheadMs) => journal.append({ kind: 'facts', facts: { clockAheadMs } }),
        complete: (manifest) => {
          received = manifest;
          journal.append({ kind: 'facts', facts: { frozenAtBootMs: manifest.frozenAtBootMs } });
          progress.flush();
          enter('received');
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
      });
    });
    this.#manifest.catch(() => undefined);
  }

  /** What the source sent, with its hashes; from the disk for a hold process that was started again. */
  async #readManifest(): Promise<HashedManifest> {
    if (this.#manifest) return this.#manifest;
    return JSON.parse(readFileSync(this.#context.paths.manifest, 'utf8')) as HashedManifest;
  }

  async #silence(): Promise<void> {
    const { journal, paths } = this.#context;
    const tables = silenceTables(paths.runId, this.#request);
    if (tables.length === 0) return;
    journal.making(...tables.map((table) => ({ type: 'table' as const, ...table })));
    await loadRuleset(silenceRules(paths.runId, this.#request));
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

  /** Behind the rules nobody can see it, and CRIU needs it to bind the sockets of the copy. */
  async #takeAddress(): Promise<void> {
    const { serviceAddress: address, serviceDevice: device, addressWasHere } = this.#context.journal.facts;
    if (!address || !device || addressWasHere) return;
    this.#context.journal.making({ type: 'address', address, device });
    await addAddress({ address, device });
  }

  /** Where the address will be: asked while nothing stands still. */
  async #findPlace(): Promise<void> {
    const { serviceAddress } = this.#request;
    const holder = serviceAddress && (await findHolder(serviceAddress));
    const serviceDevice = serviceAddress && (holder ?? (await findDeviceFor(serviceAddress)));
    const addressWasHere = Boolean(holder);
    this.#context.journal.append({ kind: 'facts', facts: { serviceAddress, serviceDevice, addressWasHere } });
  }

  async #restore(request: Request<'start-restore'>): Promise<void> {
    const { paths, journal, progress } = this.#context;
    const hook = await this.#takeHook();
    this.#address ??= this.#takeAddress();
    await this.#address;
    const cgroupDir = journal.facts.copyCgroupDir ?? null;
    const { criuPath, criuArguments: options } = request;
    const criu = startRestoreCriu(this.#context, { criuPath, options, imagesDir: paths.images, cgroupDir, held: true });
    this.#criu = criu;
    if (criu.identity) journal.append({ kind: 'facts', facts: { criu: criu.identity } });
    const manifest = this.#readManifest();
    const verified = manifest.then(({ files }) => verifyImages(paths.images, files));
    verified.catch(() => criu.kill());
    const timer = setTimeout(() => criu.kill(), restoreDeadlineMs);
    const outcome = await waitForHook(criu, hook).finally(() => clearTimeout(timer));
    await verified;
    if ('end' in outcome) throw criuFailure('restore', outcome.end, criu.lastLines);
    const tasks = identifyCopy((await manifest).tasks, cgroupDir);
    journal.append({ kind: 'facts', facts: { tasks } });
    progress.enterPhase('held');
    progress.flush();
    if (this.#discarding) return;
    this.#context.enter('held', { heldPids: tasks.map(({ pid }) => pid) });
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
    this.#context.progress.flush();
    if (end?.code !== 0) {
      const reason = `CRIU did not end as it should after the release. ${sayLost(tasks) ?? 'All tasks of the copy are there.'}`;
      const logTail = [...(this.#criu?.lastLines ?? [])].slice(-40);
      return this.#context.enter('failed', { reason, errorCode: 'criu-failed', logTail, mayHaveRun: true });
    }
    const comparable = frozenAtBootMs !== undefined && clockAheadMs !== undefined;
    const switchOverUs = comparable ? Math.round((runningAtBootMs - frozenAtBootMs - clockAheadMs) * 1000) : null;
    this.#context.enter('released', { released: { switchOverUs, runningAtBootMs } });
    const lost = sayLost(tasks);
    if (lost) this.#context.log(`right after the release: ${lost}`);
  }

  async #discard(reason: string): Promise<{ state: 'discarded' }> {
    this.#server?.close();
    await this.#address?.catch(() => undefined);
    await killCopy(this.#context, this.#criu, this.#hook);
    await discardEverything(this.#context, reason);
    return { state: 'discarded' };
  }
}

const refused = (message: string): GodwitError =>
  new GodwitError({ code: 'command-refused', message, remedy: 'Look at the run in the portal for where it stands.' });
