import { containerName } from './container-workload.mjs';
import { stepClocks } from './faults/clock-fault.mjs';
import { fillDisk, takeFile, takePid, takePort } from './faults/host-faults.mjs';
import { cutChannel, cutLink, loseOnLink, slowLink } from './faults/network-faults.mjs';
import { strikeDead, strikeStill } from './faults/process-faults.mjs';
import { leaveBrowser } from './faults/server-faults.mjs';

/**
 * A row of the coverage table.
 *
 * @typedef {{ id: string, fits: (moment: object) => boolean, strike: (run: object, choice: Choice) => unknown, stopsAt?: Function,
 *   risk?: (moment: object) => boolean,
 *   suits?: (workload: string) => boolean }} Fault
 *   `fits`: whether what is hit is there at that moment; `risk`: CRIU's own, told apart;
 *   `suits`: left out where every workload does
 * @typedef {{ side: 'source' | 'destination', long: boolean }} Choice what the seed chose where the row leaves a choice
 */

/** @returns {Fault[]} */
export function listFaults(lists) {
  const alive = createLifetimes(lists);
  return [...killedAndStopped(alive), ...networkFaults(alive), ...hostFaults(alive)];
}

/**
 * When the processes of a run live: between two states of their own side. A moment of the other side is in that time when
 * its column lies between the columns of the two; with `whole`, the columns of the two count as well.
 */
function createLifetimes({ columns, moments, stateOrder }) {
  const columnOf = (side, name) => {
    const found = moments.find((moment) => moment.kind === 'state' && moment.side === side && moment.name === name);
    return columns.indexOf(found.column);
  };
  return (side, from, until, { whole = false } = {}) =>
    (moment) => {
      if (moment.column === 'undo' && moment.name === 'given-back') return false;
      if (moment.kind === 'state' && moment.side === side) {
        const at = (name) => stateOrder[side].indexOf(name);
        return at(moment.name) >= at(from) && at(moment.name) < at(until);
      }
      const [at, first, last] = [columns.indexOf(moment.column), columnOf(side, from), columnOf(side, until)];
      return whole ? at >= first && at <= last : at > first && at < last;
    };
}

const always = () => true;
/** The states of both sides say better than the server's steps what a process of one side is doing. */
const notStep = (fits) => (moment) => moment.kind !== 'step' && fits(moment);
/** What is in a container's own namespaces clashes with nothing. */
const isNoContainer = (workload) => workload !== containerName;
const isUndo = ({ column }) => column === 'undo';

function killedAndStopped(alive) {
  const onTheWay = (fits) => notStep((moment) => !isUndo(moment) && fits(moment));
  const beforeHook = ({ kind, side, column, name }) =>
    column === 'dump' && (kind === 'phase' || (side === 'source' && name === 'dumping') || side === 'destination');
  const sourceCriu = onTheWay(
    (moment) => alive('source', 'dumping', 'committed', { whole: true })(moment) && moment.column !== 'commit',
  );
  const destinationCriu = onTheWay(
    (moment) =>
      alive('destination', 'restoring', 'releasing', { whole: true })(moment) &&
      !(moment.column === 'restore' && moment.side === 'source') &&
      moment.column !== 'release',
  );
  const victims = [
    { victim: 'server', fits: always },
    { victim: 'source-agent', fits: always },
    { victim: 'destination-agent', fits: always },
    { victim: 'source-hold', fits: notStep(alive('source', 'prepared', 'swept')) },
    { victim: 'destination-hold', fits: notStep(alive('destination', 'prepared', 'swept')) },
    {
      victim: 'source-hook',
      fits: onTheWay(alive('source', 'held', 'committed', { whole: true })),
      only: ['restore', 'permit'],
    },
    {
      victim: 'destination-hook',
      fits: onTheWay(alive('destination', 'held', 'releasing', { whole: true })),
      only: ['permit', 'commit'],
    },
    { victim: 'source-criu', fits: sourceCriu, risk: beforeHook },
    { victim: 'destination-criu', fits: destinationCriu },
    { victim: 'postgres', fits: always },
  ];
  return victims.flatMap(({ victim, fits, only, risk }) => {
    const within = (moment) => fits(moment) && (!only || only.includes(moment.column));
    const named = victim.replace('-', ' ').replace('criu', 'CRIU').replace('postgres', 'Postgres');
    return [
      { id: `${named} killed`, fits: within, risk, strike: (run) => strikeDead(victim, run) },
      {
        id: `${named} ${victim.endsWith('-criu') ? 'hangs' : 'stopped'}`,
        fits: within,
        risk,
        strike: (run, { long }) => strikeStill(victim, run, long ? run.longMs : run.shortMs),
      },
    ];
  });
}

function networkFaults(alive) {
  const hostOf = (run, side) => run.hosts.find(({ name }) => name === run[side]);
  const onLink =
    (strike) =>
    (run, { side, long }) =>
      strike(hostOf(run, side), long ? run.longMs : run.shortMs);
  const streaming = alive('source', 'prepared', 'committed', { whole: true });
  return [
    {
      id: 'page channel cut',
      fits: notStep((moment) => streaming(moment) && ['dump', 'restore'].includes(moment.column)),
      strike: cutChannel,
    },
    { id: 'link cut', fits: always, strike: onLink(cutLink) },
    { id: 'link slow', fits: always, strike: onLink(slowLink) },
    { id: 'link losing', fits: always, strike: onLink(loseOnLink) },
  ];
}

function hostFaults(alive) {
  const fill =
    (side) =>
    (run, { long }) =>
      fillDisk(
        run.hosts.find(({ name }) => name === run[side]),
        run.disks[run[side]],
        long ? run.longMs : run.shortMs,
      );
  const there = (run) => run.hosts.find(({ name }) => name === run.destination);
  // Later the copy has what could be taken.
  const beforeCopy = (moment) => ['prepare', 'dump'].includes(moment.column);
  return [
    {
      id: 'source disk full',
      fits: notStep(alive('source', 'opened', 'swept', { whole: true })),
      strike: fill('source'),
    },
    {
      id: 'destination disk full',
      fits: notStep(alive('destination', 'opened', 'swept', { whole: true })),
      strike: fill('destination'),
    },
    {
      id: 'pid taken',
      fits: beforeCopy,
      suits: isNoContainer,
      strike: (run) => takePid(there(run), run.workload.innerPid, run.longMs),
    },
    {
      id: 'port taken',
      fits: beforeCopy,
      suits: isNoContainer,
      strike: (run) => takePort(there(run), run.workload.port, run.longMs),
    },
    { id: 'file taken', fits: beforeCopy, strike: (run) => takeFile(there(run), run.workload.program, run.longMs) },
    { id: 'clock step', fits: always, strike: stepClocks },
    { id: 'browser gone', fits: always, strike: (run) => leaveBrowser(run.subscriber) },
  ];
}
