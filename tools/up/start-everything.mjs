import { buildProject } from '../build/build-project.mjs';
import { chooseServiceUser } from '../process/service-user.mjs';
import { listPlaces } from './agent-places.mjs';
import { startAgent } from './agents.mjs';
import { lookForCriu } from './criu.mjs';
import { startDatabase } from './database.mjs';
import { nameInstallation } from './enrolment.mjs';
import { claimInstance } from './instance.mjs';
import { bringLabUp } from './lab.mjs';
import { offerSystemPackages } from './offer-system-packages.mjs';
import { requireFreePort } from './port-check.mjs';
import { startPortal } from './portal.mjs';
import { prepareStateDirectory } from './state-directory.mjs';

/**
 * Everything from sources to a running portal with its agents.
 *
 * @returns {Promise<{ url: string, setupLink: string }>} `setupLink` is empty when there is an administrator already
 */
export async function startEverything({ settings, progress, stops }) {
  const isRoot = process.getuid?.() === 0;
  const user = chooseServiceUser();
  const folders = prepareStateDirectory(settings.stateDir, user);
  const instance = await claimInstance(settings, stops);
  await requireFreePort(settings.listen, settings.port, 'PORT');
  if (isRoot && settings.lab) await offerSystemPackages(progress.note);
  const criu = lookForCriu({ isRoot, note: progress.note });
  const context = { settings, folders, user, instance, progress, stops };
  await progress.step('Build what changed', () => buildProject({ log: progress.note }));
  const database = await startDatabaseStep(context);
  const lab = isRoot ? await bringLabUp(context) : undefined;
  const portal = await startPortalStep(context, { databaseUrl: database.url, lab });
  const installation = nameInstallation(database.url, folders.server);
  const [answer] = await Promise.all([
    portal.command('setup-link'),
    startAgents(context, { portal, installation, lab, criuPath: await criu }),
  ]);
  return { url: settings.publicUrl, setupLink: onlyLink(answer) };
}

// With an administrator there already, the answer is a sentence.
function onlyLink(answer) {
  return /^https?:\S+$/m.exec(answer)?.[0] ?? '';
}

function startDatabaseStep({ settings, folders, user, progress, stops }) {
  return progress.step('Database', async () => {
    const { databaseUrl } = settings;
    const database = await startDatabase({ databaseUrl, folder: folders.postgres, user, note: progress.note });
    stops.add('The database', database.stop);
    return database;
  });
}

function startPortalStep({ settings, folders, user, instance, progress, stops }, { databaseUrl, lab }) {
  return progress.step('Portal', async () => {
    const agentListen = agentAddresses(settings, lab);
    const portal = await startPortal({
      settings,
      folders,
      user,
      databaseUrl,
      agentListen,
      note: progress.note,
      onStart: instance.refresh,
    });
    stops.add('The portal', portal.stop);
    instance.track(portal);
    return portal;
  });
}

function agentAddresses({ agentListen, agentPort }, lab) {
  if (agentListen) return [agentListen];
  return ['127.0.0.1', ...(lab ? [lab.bridgeAddress] : [])].map((address) => `${address}:${agentPort}`);
}

/** An agent that does not start is no reason to stop the others: the portal shows which host is missing. */
async function startAgents({ settings, folders, instance, progress, stops }, { portal, installation, lab, criuPath }) {
  const start = async (place) => {
    const agent = await startAgent(place, {
      portal,
      installation,
      criuPath,
      note: progress.note,
      onStart: instance.refresh,
    });
    stops.add(`The agent of ${place.name}`, agent.stop);
    instance.track(agent);
  };
  const places = await listPlaces({ settings, folders, lab });
  const startAll = () =>
    Promise.all(places.map((place) => start(place).catch((error) => progress.note(error.message))));
  await progress.step(`Agents: ${places.map(({ name }) => name).join(', ')}`, startAll);
}
