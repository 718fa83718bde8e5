/**
 * Every fault: one process is killed with SIGKILL at one moment of a move. Enumerated from the states of both journals and
 * the stages of CRIU, so that a new state is tested without anybody thinking of it.
 *
 * @typedef {{ name: string, victim: import('./find-victim.mjs').Victim, moment: import('./strike.mjs').Moment, chosen: boolean, choice?: string,
 *   mayDoWithout?: boolean }} KillCase
 *   `chosen` ones run with every `npm test`, all others with --all; `choice` is what a person must be asked and answers,
 *   or may be asked when `mayDoWithout` is set
 */

/** On the way of a move that succeeds. */
const sourceWay = ['opened', 'prepared', 'dumping', 'held', 'committed', 'gone'];
const destinationWay = ['opened', 'prepared', 'receiving', 'received', 'restoring', 'held', 'releasing', 'released'];

const everywhere = ['server', 'source-agent', 'destination-agent'];

/** From when to when the hold process of a side lives. */
const sourceHoldLives = ['prepared', 'dumping', 'held', 'committed'];
const destinationHoldLives = ['restoring', 'held', 'releasing'];

/** CRIU is killed only while it is held, and after the decision: never while it injects or cures. */
const sourceCriu = ['held', 'committed'];
const destinationCriu = ['held', 'releasing'];

const sourceStages = ['pre-dump', 'network-lock', 'post-dump'];
const destinationStages = ['pre-restore', 'post-restore'];

/** @returns {KillCase[]} */
export function listCases() {
  return [
    ...sourceWay.flatMap((state) => casesAt({ side: 'source', state }, victimsAtSource(state))),
    ...destinationWay.flatMap((state) => casesAt({ side: 'destination', state }, victimsAtDestination(state))),
    wokenCopyLosesCriu,
    ...sourceStages.flatMap((stage) => casesAt({ side: 'source', stage }, [...everywhere, 'source-hold'])),
    ...destinationStages.flatMap((stage) =>
      casesAt({ side: 'destination', stage }, [...everywhere, 'destination-hold']),
    ),
  ];
}

/** CRIU has been told to let the copy run, and nobody can say whether it did: only a person may have it restored again. */
const wokenCopyLosesCriu = {
  name: 'destination-criu killed long after destination journal says releasing',
  victim: 'destination-criu',
  moment: { side: 'destination', state: 'releasing', stopAt: 'held', afterMs: 2000 },
  chosen: true,
  choice: 'restore-again',
};

function victimsAtSource(state) {
  return [
    ...everywhere,
    ...(sourceHoldLives.includes(state) ? ['source-hold'] : []),
    ...(sourceCriu.includes(state) ? ['source-criu'] : []),
  ];
}

function victimsAtDestination(state) {
  return [
    ...everywhere,
    ...(destinationHoldLives.includes(state) ? ['destination-hold'] : []),
    ...(destinationCriu.includes(state) ? ['destination-criu'] : []),
  ];
}

function casesAt(moment, victims) {
  const at =
    'state' in moment
      ? `${moment.side} journal says ${moment.state}`
      : `CRIU on the ${moment.side} is at ${moment.stage}`;
  return victims.map((victim) => ({
    name: `${victim} killed when ${at}`,
    victim,
    moment: { ...moment, ...stopping(victim, moment) },
    chosen: isChosen(victim, moment),
    ...choiceOfPerson(victim, moment),
  }));
}

/** After its hook CRIU is done in a few milliseconds; stopped in the hook it can be met after the decision for certain. */
function stopping(victim, { state }) {
  return victim.endsWith('-criu') && state !== 'held' ? { stopAt: 'held' } : {};
}

/** Right after the release was written CRIU may not have been told yet: then the copy is built again without a person. */
function choiceOfPerson(victim, { state }) {
  const isReleased = victim === 'destination-criu' && state === 'releasing';
  return isReleased ? { choice: 'restore-again', mayDoWithout: true } : {};
}

/** The moments around the decisions with every victim that matters there, and one early one of each. */
function isChosen(victim, moment) {
  const key = 'state' in moment ? `${moment.side} ${moment.state}` : `${moment.side} ${moment.stage}`;
  return chosen[victim]?.includes(key) ?? false;
}

const chosen = {
  server: [
    'source dumping',
    'source held',
    'source committed',
    'source gone',
    'destination held',
    'destination releasing',
  ],
  'source-agent': [
    'source prepared',
    'source dumping',
    'source held',
    'source committed',
    'source gone',
    'source network-lock',
  ],
  'destination-agent': [
    'destination receiving',
    'destination restoring',
    'destination held',
    'destination releasing',
    'destination released',
    'source committed',
  ],
  'source-hold': ['source dumping', 'source held', 'source committed'],
  'destination-hold': ['destination restoring', 'destination held', 'destination releasing'],
  'source-criu': ['source held', 'source committed'],
  'destination-criu': ['destination held', 'destination releasing'],
};
