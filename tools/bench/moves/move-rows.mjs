/**
 * What is moved: memory alone, memory behind a connection, more processes with the same memory, and the same load in a container. Each
 * column is measured in turn in every round, so that all see the same machine.
 *
 * @typedef {{ mib: number, processes: number, tcp: boolean, container?: true, mostRounds?: number }} Row
 * @typedef {'godwit' | 'postCopy' | 'byHand' | 'podman'} Column
 */
const plain = [
  { mib: 1, processes: 1, tcp: false },
  { mib: 64, processes: 1, tcp: false },
  { mib: 64, processes: 1, tcp: true },
  { mib: 64, processes: 10, tcp: true },
  { mib: 64, processes: 50, tcp: true },
  { mib: 512, processes: 1, tcp: true },
  { mib: 2048, processes: 1, tcp: true, mostRounds: 3 },
];
const containers = [
  { mib: 1, processes: 1, tcp: false, container: true },
  { mib: 64, processes: 1, tcp: false, container: true },
  { mib: 512, processes: 1, tcp: false, container: true, mostRounds: 3 },
];

/** @type {Row[]} Large ones in fewer rounds, which the table says. */
export const moveRows = [...plain, ...containers];

/** The modes of Godwit, each against the same script. */
export const modes = { godwit: 'stop-and-copy', postCopy: 'post-copy' };

/** @returns {Column[]} */
export const columnsOf = ({ container }) => (container ? ['godwit', 'podman'] : ['godwit', 'byHand', 'postCopy']);

/** "64 MiB, 10 proc., TCP" */
export const nameRow = ({ mib, processes, tcp, container }) =>
  `${mib} MiB, ${container ? 'podman' : `${processes} proc.`}${tcp ? ', TCP' : ''}`;

/**
 * The rows somebody asks for.
 *
 * @param {{ largest?: number, rows?: string }} wanted `rows` numbers of rows from 1, comma between them
 */
export function chooseRows({ largest = Number.POSITIVE_INFINITY, rows }) {
  const numbers = rows?.split(',').map(Number);
  return moveRows.filter((row, index) => row.mib <= largest && (numbers?.includes(index + 1) ?? true));
}
