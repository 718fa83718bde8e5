import { inRepository } from '../workspace/root.mjs';
import { isEnrolled, markEnrolled } from './enrolment.mjs';
import { keepRunning } from './keep-running.mjs';

const program = [process.execPath, inRepository('apps/agent/dist/agent.js')];

/**
 * Enrols an agent as anybody would, with a one-time token and the certificate's fingerprint, and keeps it running.
 *
 * @param {import('./agent-places.mjs').AgentPlace} place
 * @param {{ portal: { command: (...argv: string[]) => Promise<string> }, installation: string, criuPath?: string,
 *   note: (line: string) => void, onStart: () => void }} context
 */
export async function startAgent(place, { portal, installation, criuPath, note, onStart }) {
  const { GODWIT_AGENT_PROBES = 'on' } = process.env;
  const env = { GODWIT_AGENT_PROBES, ...(criuPath ? { GODWIT_CRIU: criuPath } : {}) };
  if (!isEnrolled(place.stateDirOutside, { serverUrl: place.serverUrl, installation }))
    await enrol(place, { portal, installation, env });
  const argv = [...program, 'run', '--state-dir', place.stateDir, '--address', place.address];
  const start = async () => {
    const started = await place.start(argv, env);
    setImmediate(onStart);
    return started;
  };
  return keepRunning({ name: `The agent of ${place.name}`, start, note });
}

async function enrol(place, { portal, installation, env }) {
  const offer = JSON.parse(lastLine(await portal.command('issue-enrolment-token', '--host', place.name)));
  const joining = ['join', '--server', place.serverUrl, '--token', offer.token, '--fingerprint', offer.fingerprint];
  const result = await place.run([...program, ...joining, '--state-dir', place.stateDir, '--name', place.name], env);
  if (result.code !== 0)
    throw new Error(`The agent of ${place.name} could not join:\n${result.output.replaceAll(offer.token, '(token)')}`);
  markEnrolled(place.stateDirOutside, installation);
}

function lastLine(text) {
  return text.split('\n').at(-1);
}
