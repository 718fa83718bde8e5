import path from 'node:path';

/** Every file of one run on this host. Nobody but root may enter the directory: it holds keys and memory images. */
export interface RunPaths {
  runId: string;
  dir: string;
  journal: string;
  /** The source's one decision, `committed` or `aborted`: whoever links it first wins. */
  decision: string;
  /** The destination's mark that the copy may run. */
  releasing: string;
  images: string;
  /** Log and statistics of CRIU. */
  work: string;
  manifest: string;
  holdSocket: string;
  holdIdentity: string;
  holdOutput: string;
  criuOutput: string;
  hookScript: string;
  enterScript: string;
  /** FIFOs between hook script and hold process. */
  stage: string;
  verdict: string;
  /** How the hook script lifts the fence when the hold process is dead. */
  fence: string;
  rootPid: string;
  /** Files full of zeros (room.ts), there before anything stands still. */
  room: string;
  imageRoom: string;
}

/** The paths of a run in a directory named after it, below `runs` of the state directory. */
export const runPaths = (runsDir: string, runId: string): RunPaths => {
  const dir = path.join(runsDir, runId);
  const at = (name: string) => path.join(dir, name);
  return {
    runId,
    dir,
    journal: at('journal.jsonl'),
    decision: at('decision'),
    releasing: at('releasing'),
    images: at('images'),
    work: at('work'),
    manifest: at('manifest.json'),
    holdSocket: at('hold.sock'),
    holdIdentity: at('hold.json'),
    holdOutput: at('hold.log'),
    criuOutput: at('criu.out'),
    hookScript: at('hook.sh'),
    enterScript: at('enter-cgroup.sh'),
    stage: at('stage.fifo'),
    verdict: at('verdict.fifo'),
    fence: at('fence'),
    rootPid: at('root.pid'),
    room: at('room'),
    imageRoom: at('room-for-pages'),
  };
};
