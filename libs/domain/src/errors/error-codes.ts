/** How a failure is to be treated: the user's to mend, the surroundings' (maybe worth a retry), or our bug. */
export type ErrorKind = 'user' | 'operational' | 'unexpected';

interface ErrorCodeEntry {
  kind: ErrorKind;
  /** Whether the same call may succeed later without anybody changing anything. */
  retryable: boolean;
}

/** Every code a Godwit program may answer with. docs/errors.md explains each; a test keeps both in step. */
export const errorCodes = {
  'no-such-process': { kind: 'user', retryable: false },
  'process-changed': { kind: 'operational', retryable: true },
  'process-not-movable': { kind: 'user', retryable: false },
  'permission-missing': { kind: 'user', retryable: false },
  'bundle-malformed': { kind: 'user', retryable: false },
  'bundle-version-unknown': { kind: 'user', retryable: false },
  'destination-is-source': { kind: 'user', retryable: false },
  'destination-missing': { kind: 'user', retryable: false },
  'run-in-progress': { kind: 'user', retryable: true },
  'run-not-cancellable': { kind: 'user', retryable: false },
  'verdict-blocked': { kind: 'user', retryable: false },
  'criu-missing': { kind: 'operational', retryable: false },
  'criu-failed': { kind: 'operational', retryable: false },
  'disk-full': { kind: 'operational', retryable: false },
  'deadline-reached': { kind: 'operational', retryable: true },
  'memory-lost': { kind: 'operational', retryable: false },
  'host-lost': { kind: 'operational', retryable: true },
  'channel-broken': { kind: 'operational', retryable: true },
  'files-differ': { kind: 'operational', retryable: true },
  'images-differ': { kind: 'operational', retryable: true },
  'epoch-stale': { kind: 'operational', retryable: false },
  'command-refused': { kind: 'user', retryable: false },
  'message-invalid': { kind: 'operational', retryable: false },
  'protocol-version-refused': { kind: 'operational', retryable: false },
  'not-signed-in': { kind: 'user', retryable: false },
  'role-missing': { kind: 'user', retryable: false },
  'not-found': { kind: 'user', retryable: false },
  'token-invalid': { kind: 'user', retryable: false },
  'input-invalid': { kind: 'user', retryable: false },
  internal: { kind: 'unexpected', retryable: false },
} as const satisfies Record<string, ErrorCodeEntry>;

export type ErrorCode = keyof typeof errorCodes;
