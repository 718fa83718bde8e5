import { eventErrors } from './events.ts';
import { fileErrors } from './files.ts';
import { freezingErrors } from './freezing.ts';
import { imageErrors } from './images.ts';
import { internetSocketErrors } from './internet-sockets.ts';
import type { KnownError } from './known-error.ts';
import { memoryErrors } from './memory.ts';
import { mountErrors } from './mounts.ts';
import { networkErrors } from './networks.ts';
import { otherSocketErrors } from './other-sockets.ts';
import { privilegeErrors } from './privileges.ts';
import { restoredFileErrors } from './restored-files.ts';
import { restoredIdErrors } from './restored-ids.ts';
import { restoredMemoryErrors } from './restored-memory.ts';
import { securityErrors } from './security.ts';
import { sharingErrors } from './sharing.ts';
import { storageErrors } from './storage.ts';
import { terminalErrors } from './terminals.ts';

/** Every group, the first match wins: groups with narrow patterns stand before those with wide ones. */
export const knownErrors: readonly KnownError[] = [
  ...internetSocketErrors,
  ...otherSocketErrors,
  ...terminalErrors,
  ...eventErrors,
  ...fileErrors,
  ...sharingErrors,
  ...securityErrors,
  ...networkErrors,
  ...mountErrors,
  ...imageErrors,
  ...restoredIdErrors,
  ...restoredFileErrors,
  ...freezingErrors,
  ...privilegeErrors,
  ...memoryErrors,
  ...storageErrors,
  ...restoredMemoryErrors,
];
