import type { Destination, FileWish, Hold, Scenario } from '../scenario.ts';

type Changes = Destination['changes'];

const file = '{dir}/files/file';
const folder = '{dir}/files';
const reads: readonly Hold[] = [['open_file', {}]];
const writes: readonly Hold[] = [['open_file', { how: 'write' }]];
/** Of a data directory more counts than what is open just now. */
const keeps: readonly Hold[] = [...writes, ['closed_file', {}]];

const staged = (name: string, holds: readonly Hold[], changes: Changes, staging: FileWish = {}): Scenario => ({
  name: `staged.${name}`,
  holds,
  destination: { changes, staging },
});

/** Storage of the destination's own, with a copy of what is here. */
const ownStorage: Changes = [['over', folder]];
const ownAbove: Changes = [['over', '{dir}']];
const without = (changes: Changes): Changes => [...changes, ['remove', file]];
const withAnother = (changes: Changes): Changes => [...changes, ['flip', file, '100']];

/** Moves in which files travel along, with and without somebody's consent. */
export const stagingScenarios: readonly Scenario[] = [
  staged('written.free', writes, without(ownStorage)),
  staged('written.shared', writes, [['nothing']]),
  staged('written.equal', writes, ownStorage),
  staged('written.occupied', writes, withAnother(ownStorage)),
  staged('written.replaced', writes, withAnother(ownStorage), { replace: [file] }),
  staged('written.left-behind', writes, without(ownStorage), { excluded: [file] }),
  staged('appended.free', [['open_file', { how: 'append' }]], without(ownStorage)),
  staged('locked.own-storage', [['file_lock', {}]], [['over', '{dir}']]),
  staged('missing.nobody-asked', reads, [['remove', file]]),
  staged('missing.approved', reads, [['remove', file]], { approved: [file] }),
  staged('longer.nobody-asked', reads, [['append', file]]),
  staged('longer.replaced', reads, [['append', file]], { replace: [file] }),
  staged('longer.approved-only', reads, [['append', file]], { approved: [file] }),
  staged('directory.free', keeps, [...ownAbove, ['remove', folder]], { directories: [folder] }),
  staged('directory.occupied', keeps, withAnother(ownAbove), { directories: [folder] }),
  staged('directory.replaced', keeps, withAnother(ownAbove), { directories: [folder], replace: [folder] }),
  staged('directory.a-mount-point', keeps, [...without(ownStorage), ['remove', '{dir}/files/closed']], {
    directories: [folder],
  }),
  staged('directory.sticky-above', keeps, [...ownAbove, ['mode', '{dir}', '1755']], {
    directories: [folder],
    replace: [folder],
  }),
  staged(
    'directory.no-room',
    [['open_file', { how: 'write', size: 3 << 20 }]],
    [...ownAbove, ['remove', folder], ['resize', '{dir}', '1m']],
    { directories: [folder] },
  ),
];
