import { readlinkSync } from 'node:fs';
import path from 'node:path';
import { adoptReleased } from './adoption/adopt-released.ts';
import type { AgentContext } from './agent-context.ts';
import { afterRecovery } from './commands/after-recovery.ts';
import { createFactCommands } from './commands/command-handlers.ts';
import { createDispatcher } from './commands/dispatch-command.ts';
import { RunEpochs } from './commands/run-epochs.ts';
import { readBootId } from './configuration/boot-id.ts';
import { findRoutedAddress } from './configuration/channel-address.ts';
import { claimStateDirectory } from './configuration/claim-state-directory.ts';
import { findCriuPath } from './configuration/find-criu-path.ts';
import { readIdentity } from './configuration/identity-file.ts';
import { leaveLastWords } from './configuration/last-words.ts';
import { createLog } from './configuration/log.ts';
import type { RunArguments } from './configuration/parse-arguments.ts';
import { MessageSender } from './connection/message-sender.ts';
import { ServerConnection } from './connection/server-connection.ts';
import { Spool } from './connection/spool/spool.ts';
import { describeLife } from './observation/heartbeat.ts';
import { createHostReader } from './observation/host-reader.ts';
import { watchHost } from './observation/watch-host.ts';
import { type Watch, watchWorkloads } from './observation/watch-workloads.ts';
import { createGuard } from './policy/index.ts';
import { measureCriu } from './probe/measure-criu.ts';
import { createProbeSets } from './probe/probe-sets.ts';
import { mayProbe, watchProbes } from './probe/watch-probes.ts';
import { Relays } from './relay/relays.ts';
import { createRunCommands, keepPruning, listActiveRuns, recoverRuns } from './runs/index.ts';

/** Runs until it is told to end. First it finds out what became of the runs it left, then it looks for the server. */
export const runAgent = async (options: RunArguments, env: NodeJS.ProcessEnv): Promise<void> => {
  const stateDir = options['state-dir'];
  const log = createLog(env.GODWIT_LOG_LEVEL);
  leaveLastWords(log);
  const identity = readIdentity(stateDir);
  const bootId = readBootId();
  const release = claimFor(stateDir, bootId, log);
  const spool = Spool.open(path.join(stateDir, 'spool'));
  const sender = new MessageSender(spool, log);
  const criuPath = findCriuPath(env);
  const channelAddress = options.address ?? (await findRoutedAddress(identity.server));
  const send = adoptReleased(sender.send, stateDir, log);
  const relays = new Relays();
  const context: AgentContext = { relays, stateDir, criuPath, channelAddress, log, send };
  const imagesDirectory = path.join(stateDir, 'runs');
  const probes = createProbeSets(context, () => tellAll(watches, log));
  const hosts = createHostReader({
    criuPath,
    imagesDirectory,
    measureCriu: () => measureCriu(criuPath, stateDir),
    recallMatrix: probes.recall,
  });
  const runCommands = createRunCommands(context);
  const left = new Set(listActiveRuns(stateDir));
  // Not waited for: a CRIU that does not end must not keep this host from its server.
  const recovered = recoverRuns(context).catch((error) => log.error({ err: error }, 'A run cannot be taken up again.'));
  const handlers = {
    ...createFactCommands({ hosts, stateDir, probes }),
    ...afterRecovery(runCommands, left, recovered),
  };
  const stopPruning = keepPruning(context);
  const watches: Watch[] = [watchHost(hosts, context), watchWorkloads(context)];
  if (mayProbe(env)) watches.push(watchProbes(probes, () => listActiveRuns(stateDir).length > 0));
  const connection = new ServerConnection({
    identity,
    bootId,
    spool,
    sender,
    dispatch: createDispatcher({ handlers, epochs: new RunEpochs(stateDir), authorize: createGuard(log) }),
    describe: () => describeLife(bootId, listActiveRuns(stateDir)),
    onConnected: () => tellAll(watches, log),
    relays,
    log,
  });
  log.info({ name: identity.name, criuPath, channelAddress }, 'The agent runs.');
  connection.start();
  log.info({ signal: await untilTold() }, 'The agent was told to end. Runs go on in their own processes.');
  for (const watch of watches) watch.stop();
  stopPruning();
  probes.cancel();
  await probes.ended();
  connection.stop();
  await spool.close();
  release();
};

const claimFor = (stateDir: string, bootId: string, log: AgentContext['log']): (() => void) =>
  claimStateDirectory(stateDir, `${bootId} ${readlinkSync('/proc/self/ns/pid')}`, (pid) =>
    log.warn({ pid }, 'The agent that ran here before ended without a word: it was killed, or the machine went down.'),
  );

const tellAll = (watches: readonly Watch[], log: AgentContext['log']): void => {
  for (const watch of watches)
    watch.tellAll().catch((error) => log.error({ err: error }, 'Cannot describe this host.'));
};

const untilTold = (): Promise<NodeJS.Signals> =>
  new Promise((resolve) => {
    // SIGHUP comes when the terminal it was started in is closed, and would end it without a word.
    for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) process.once(signal, resolve);
  });
