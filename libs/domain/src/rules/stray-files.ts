import type { StrayFile } from '../facts/index.ts';
import { defineRule } from './rule.ts';

const words: Record<StrayFile['what'], string> = {
  descriptor: 'open file',
  executable: 'program file',
  'working-directory': 'working directory',
  'root-directory': 'root directory',
  mapping: 'mapped file',
};

export const strayFiles = defineRule({
  id: 'stray-files',
  title: 'Files on mounts CRIU cannot look up',
  appliesTo: ['dump', 'here', 'move'],
  needs: ['strayFiles'],
  couldBlock: true,
  findings: {
    unlisted: {
      severity: 'blocker',
      message:
        'Process {pid} has {path} as {what}{descriptor}, on a mount that is not one of its mounts: it was opened in another mount namespace, or the mount was detached since.',
      noticed: 'frozen',
      criuError: "Can't lookup mount=-?\\d+ for fd=-?\\d+ path=",
      remedies: [
        {
          text: 'Open it again inside the mount namespace: redirect the streams of the program after unshare, not before, and start the program with exec.',
        },
        { text: 'Let the container runtime make the checkpoint: it passes such files to CRIU and back.' },
      ],
    },
    'message-queue': {
      severity: 'blocker',
      message:
        'Process {pid} has the POSIX message queue {path} open{descriptor}. CRIU cannot save message queues: their mount is hidden from it.',
      noticed: 'frozen',
      criuError: "Can't lookup mount=-?\\d+ for fd=-?\\d+ path=",
      remedies: [{ text: 'Close the queue before the dump, or use another kind of queue.' }],
    },
    overmounted: {
      severity: 'blocker',
      message:
        'Process {pid} has {path} as {what}{descriptor}, on a mount that lies under another mount, where no path leads.',
      noticed: 'frozen',
      criuError: 'Open files on overmounted mounts are not supported yet',
      remedies: [{ text: 'Unmount what lies on top, or close the file.' }],
    },
  },
  evaluate: ({ strayFiles: found }) =>
    oneMappingEach(found)
      // A terminal from outside is judged as such: with --shell-job CRIU takes it from wherever it is restored.
      .filter(({ kind }) => kind !== 'terminal')
      .map(({ pid, what, fd, path, mountId, state, kind }) => ({
        kind: kind === 'mqueue' ? ('message-queue' as const) : state,
        subject: fd === null ? { kind: 'file', pid, path } : { kind: 'fd', pid, fd, path },
        evidence: {
          pid: String(pid),
          path,
          what: words[what],
          descriptor: fd === null ? '' : ` (descriptor ${fd})`,
          mount: String(mountId),
        },
      })),
});

/** A program that was not started anew by exec(2) has all its libraries from the same mounts: one tells it. */
const oneMappingEach = (found: StrayFile[]): StrayFile[] => {
  const told = new Set(found.filter(({ what }) => what === 'executable').map(({ pid }) => pid));
  return found.filter(({ what, pid }) => {
    if (what !== 'mapping') return true;
    if (told.has(pid)) return false;
    told.add(pid);
    return true;
  });
};
