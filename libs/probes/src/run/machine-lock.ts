import { writeFileSync } from 'node:fs';
import path from 'node:path';
import type { ProbeContext } from './probe-context.ts';
import { waitForFile } from './wait-for-file.ts';

/**
 * Holds a lock that all hosts of one machine see: hosts of a lab have files of their own, but the node of a device is the same
 * in all of them. Node cannot flock(2). It ends with its starter, and when its folder is gone.
 */
const holder = `
import ctypes, fcntl, os, signal, sys, time
ctypes.CDLL(None).prctl(1, signal.SIGKILL, 0, 0, 0)
if os.getppid() != int(sys.argv[2]):
    sys.exit(1)
device = os.open('/dev/full', os.O_RDONLY)
fcntl.flock(device, fcntl.LOCK_EX)
with open(os.path.join(sys.argv[1], 'machine'), 'w'):
    pass
while os.path.exists(sys.argv[1]):
    time.sleep(0.2)
`;

/** Sets take half a minute; more than this many before us would mean that something is stuck. */
const patienceMs = 30 * 60_000;

type LockContext = Pick<ProbeContext, 'folder' | 'pythonPath' | 'tools' | 'signal'>;

/** Waits for its turn on this machine. Goes on without the lock when it cannot be had, and when it is aborted. */
export const takeMachine = async (context: LockContext): Promise<{ giveBack: () => void }> => {
  const { folder, pythonPath, tools, signal } = context;
  const [script, enterScript] = [path.join(folder, 'machine.py'), path.join(folder, 'enter.sh')];
  writeFileSync(script, holder);
  tools.writeEnterScript(enterScript);
  const child = tools.startProgram([pythonPath, '-I', '-S', '-E', '-B', script, folder, String(process.pid)], {
    outputFile: path.join(folder, 'machine.out'),
    cgroupProcs: [],
    enterScript,
    detached: true,
  });
  let ended = child.pid === undefined;
  for (const event of ['exit', 'error'] as const)
    child.once(event, () => {
      ended = true;
    });
  const giveBack = (): void => {
    if (!ended && child.pid !== undefined) process.kill(child.pid, 'SIGKILL');
  };
  const check = (): void => {
    signal.throwIfAborted();
    if (ended) throw new Error('the lock of the machine is not held');
  };
  try {
    await waitForFile([path.join(folder, 'machine')], { deadlineMs: patienceMs, what: 'the turn', check });
  } catch {
    giveBack();
  }
  return { giveBack };
};
