import os from 'node:os';
import { listenForWakeUps } from '@godwit/history-store';
import { AgentGateway } from '../agent-gateway/agent-gateway.ts';
import { createAgentServer, listenForAgents } from '../agent-gateway/agent-listener.ts';
import { seedAdmin } from '../commands/create-first-admin.ts';
import { createPortalServer } from '../http/create-portal-server.ts';
import { listenOn } from '../http/listen-on.ts';
import { WakeUps } from '../live/wake-ups.ts';
import { type Pace, usualPace } from '../run-engine/engine-parts.ts';
import { RunEngine } from '../run-engine/run-engine.ts';
import type { Settings } from '../settings/read-settings.ts';
import { createBaseParts } from './create-parts.ts';
import { publishSession } from './publish-session.ts';
import { watchHosts } from './watch-hosts.ts';

export interface RunningServer {
  stop: () => Promise<void>;
}

/** Starts everything; resolves when both addresses answer. */
export const startServer = async (settings: Settings, pace: Pace = usualPace): Promise<RunningServer> => {
  const base = await createBaseParts(settings);
  const { store, log, now } = base;
  if (settings.admin !== null) await seedAdmin(store, settings.admin);
  const wakeUps = new WakeUps();
  const listening = listenForWakeUps(settings.databaseUrl, wakeUps.tell);
  const agentServer = createAgentServer(base);
  const agents = new AgentGateway(base, agentServer);
  const parts = { ...base, agents, wakeUps };
  publishSession(parts);
  const portal = await createPortalServer(parts);
  const doors = await listenForAgents(agentServer, settings.agentListen);
  await listenOn(portal, settings.listen);
  const engine = new RunEngine(
    { store, agents, wakeUps, log, now, pace },
    { databaseUrl: settings.databaseUrl, holder: `${os.hostname()}:${process.pid}` },
  );
  engine.start();
  const stopWatching = watchHosts(base);
  log.info(
    { url: settings.publicUrl, agents: settings.agentUrl, startedInMs: Math.round(process.uptime() * 1000) },
    'Ready.',
  );
  return {
    stop: async () => {
      stopWatching();
      for (const door of doors) door.close();
      portal.close();
      portal.closeAllConnections();
      // The engine is told first: a call that breaks off because the link is closed is then nobody's failure.
      const engineStopped = engine.stop();
      await agents.close();
      await engineStopped;
      await listening.stop();
      await store.close();
    },
  };
};
