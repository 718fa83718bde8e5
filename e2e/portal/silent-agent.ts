import { runOn } from './lab-commands.ts';

/** Stops the agent of a lab host, so that nobody there answers, does something, and lets it go on. */
export const withSilentAgent = async (host: string, work: () => Promise<void>): Promise<void> => {
  const listed = await runOn(host, 'pgrep', '-f', 'agent\\.js run');
  const pids = listed.trim().split('\n').filter(Boolean);
  if (pids.length === 0) throw new Error(`No agent runs on ${host}.`);
  await runOn(host, 'kill', '-STOP', ...pids);
  try {
    await work();
  } finally {
    await runOn(host, 'kill', '-CONT', ...pids);
  }
};
