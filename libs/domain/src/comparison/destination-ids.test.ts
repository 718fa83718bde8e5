import { buildDestination, describeRule } from '@godwit/test-kit';
import { known } from '../facts/index.ts';
import { destinationIds } from './destination-ids.ts';

describeRule(destinationIds, {
  silent: [{ name: 'all ids are free' }],
  fires: [
    {
      name: 'an id in use',
      destination: buildDestination({ answers: { idsTaken: known([{ id: 101, comm: 'sshd' }]) } }),
      finding: { id: 'destination-ids.taken', severity: 'blocker', subject: { kind: 'id', pid: 101 } },
      criuLine: "Error (criu/cr-restore.c:1237): Can't fork for 15057: File exists",
    },
  ],
});
