import type { OpenFd } from '../facts/index.ts';

/** fdinfo of a master names its pair (tty-index:, pty_show_fdinfo in the kernel). */
const indexLine = /^tty-index:\s*(\d+)/;

/** A pseudo-terminal and the descriptor that holds its master end. */
export interface OwnTerminal {
  index: number;
  pid: number;
  fd: number;
}

/** Pseudo-terminals whose master end the tree holds, by number, each once: CRIU makes them anew. */
export const ownTerminals = (fds: readonly (OpenFd & { pid: number })[]): OwnTerminal[] => {
  const masters = fds.flatMap(({ pid, fd, details }) => {
    const index = details.map((line) => indexLine.exec(line)?.[1]).find((text) => text !== undefined);
    return index === undefined ? [] : [{ index: Number(index), pid, fd }];
  });
  return [...new Map(masters.map((master) => [master.index, master])).values()];
};
