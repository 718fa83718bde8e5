import { readFileSync } from 'node:fs';
import { describeWithCriu } from './describe-with-criu.ts';

/** CAP_SYS_RESOURCE, without which CRIU may not read the limits of others. */
const mayReadLimits =
  ((BigInt(`0x${/^CapEff:\s*(\w+)/m.exec(readFileSync('/proc/self/status', 'utf8'))?.[1]}`) >> 24n) & 1n) === 1n;
const foreign = mayReadLimits ? [] : ['privileges.foreign-ids'];

describeWithCriu('privileges', [
  { name: 'another user', program: 'os.setgid(65534)\nos.setuid(65534)\nready()\nwait()', finds: foreign },
  { name: 'another effective group', program: 'os.setegid(65534)\nready()\nwait()', finds: foreign },
  { name: 'further groups', program: 'os.setgroups([65534])\nready()\nwait()', finds: [] },
]);
