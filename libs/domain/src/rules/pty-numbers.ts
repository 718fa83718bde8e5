import { isPtySlave, ptyIndex } from './device-number.ts';
import type { FactValues } from './fact-values.ts';
import { defineRule, type Reported } from './rule.ts';

export const ptyNumbers = defineRule({
  id: 'pty-numbers',
  title: 'Numbers of pseudo terminals',
  appliesTo: ['here', 'move'],
  needs: ['fds', 'ptys'],
  couldBlock: true,
  findings: {
    'held-outside': {
      severity: 'blocker',
      message:
        'Process {pid} has the master of the pseudo terminal {index} open, and {holder} has its other end. That process keeps the number taken after the dump, so CRIU cannot make the terminal again here.',
      noticed: 'restore',
      criuError: 'Unable to open .*ptmx with specified index \\d+',
      remedies: [{ text: 'Choose a root that has both processes below it, or end the other process first.' }],
    },
    gap: {
      severity: 'blocker',
      message:
        'The tree has the pseudo terminal {index} open, and number {free} is free: CRIU opens terminals until it gets the number it needs, at most {tries} of them.',
      noticed: 'restore',
      criuError: 'Unable to open .*ptmx with specified index \\d+',
      remedies: [{ text: 'Restart the program, so that it gets a low number.' }],
    },
    'same-number': {
      severity: 'blocker',
      message:
        'The tree has two pseudo terminals with the number {index}, from different instances of devpts. CRIU takes them for one. The dump passes.',
      noticed: 'restore',
      criuError: "Can't open file .*pts/\\d+ on restore|Unable to open .*ptmx with specified index",
      remedies: [{ text: 'Close one of the two terminals.' }],
    },
  },
  evaluate: ({ fds, ptys }, { purpose }) => {
    const masters = new Map(fds.flatMap(masterOf));
    const twice = findTwice(fds);
    if (purpose !== 'here') return twice;
    const held = ptys.heldOutside.filter(({ index }) => masters.has(index));
    const lowest = lowestFree(ptys.inUse, fds);
    const far = [...masters].find(([index]) => index - lowest >= tries);
    return [
      ...twice,
      ...distinct(held).map(({ index, pid, comm }) =>
        report('held-outside', masters.get(index), { index: String(index), holder: `${comm} (pid ${pid})` }),
      ),
      ...(far === undefined
        ? []
        : [report('gap', far[1], { index: String(far[0]), free: String(lowest), tries: String(tries) })]),
    ];
  },
});

type Open = FactValues['fds'][number];
type Kind = 'held-outside' | 'gap' | 'same-number';

/** So many terminals CRIU opens to get at one number (tty.c, pty_open_ptmx_index). */
const tries = 32;

const masterOf = (open: Open): [number, Open][] => {
  const line = open.details.find((text) => text.startsWith('tty-index:'));
  return line === undefined ? [] : [[Number(line.slice('tty-index:'.length)), open]];
};

const indexOf = (open: Open): number | null => {
  const [master] = masterOf(open);
  if (master !== undefined) return master[0];
  return open.identity !== undefined && isPtySlave(open.identity.rdev) ? ptyIndex(open.identity.rdev) : null;
};

/** The lowest number that nobody outside has: those of the tree become free with the dump. */
const lowestFree = (inUse: number[], fds: Open[]): number => {
  const ours = new Set(fds.map(indexOf));
  const taken = new Set(inUse.filter((index) => !ours.has(index)));
  let free = 0;
  while (taken.has(free)) free++;
  return free;
};

const distinct = <T extends { index: number }>(items: T[]): T[] => [
  ...new Map([...items].reverse().map((item) => [item.index, item])).values(),
];

/** Ends of one terminal lie on one mount of devpts: the same number on two devices is two terminals. */
const findTwice = (fds: Open[]): Reported<Kind>[] => {
  const devices = new Map<number, string>();
  for (const open of fds) {
    const index = open.identity !== undefined && isPtySlave(open.identity.rdev) ? indexOf(open) : null;
    if (index === null || open.identity === undefined || open.identity.state === 'deleted') continue;
    const kept = devices.get(index);
    if (kept !== undefined && kept !== open.identity.dev)
      return [report('same-number', open, { index: String(index) })];
    devices.set(index, open.identity.dev);
  }
  return [];
};

const report = (kind: Kind, open: Open | undefined, more: Record<string, string>): Reported<Kind> => ({
  kind,
  subject: { kind: 'terminal', pid: open?.pid, fd: open?.fd, path: open?.link },
  evidence: { pid: String(open?.pid ?? 0), ...more },
});
