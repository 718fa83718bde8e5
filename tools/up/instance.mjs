import { identifyProcess, isSameProcess, readInstance, removeInstance, writeInstance } from './instance-record.mjs';
import { stopRecorded } from './stop-process.mjs';

/**
 * Makes this the one `up` on its state directory, and ends what a killed one left running.
 *
 * @returns {Promise<{ leftLab: boolean, update: (change: object) => void, track: (program: { current: () => object }) => void,
 *   refresh: () => void }>} `leftLab`: a killed one had brought the lab up; `track` records a program that is kept running,
 *   `refresh` that one of them was started again
 * @throws {Error} when another one runs
 */
export async function claimInstance({ stateDir, publicUrl }, stops) {
  const previous = readInstance(stateDir);
  if (previous && isSameProcess(previous.owner)) {
    throw new Error(
      `Godwit runs already: ${previous.url} (process ${previous.owner.pid}). Stop it there, or give this one a state directory of its own: GODWIT_STATE_DIR=…`,
    );
  }
  await Promise.all((previous?.children ?? []).map(stopRecorded));
  const leftLab = previous?.labIsOurs ?? false;
  let record = { owner: identifyProcess(process.pid), url: publicUrl, labIsOurs: leftLab, children: [] };
  writeInstance(stateDir, record);
  stops.add('The record of this instance', async () => removeInstance(stateDir));
  const kept = [];
  const update = (change) => {
    record = { ...record, ...change };
    if (!stops.isStopping()) writeInstance(stateDir, record);
  };
  const refresh = () => update({ children: kept.map(({ current }) => current()) });
  const track = (program) => {
    kept.push(program);
    refresh();
  };
  return { leftLab, update, track, refresh };
}
