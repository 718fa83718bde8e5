import { writeFileSync } from 'node:fs';

/**
 * Enters the cgroups whose `cgroup.procs` files come first, asks to be spared when memory runs out (permitted only with
 * CAP_SYS_RESOURCE), then becomes the program behind `--`. A process that is put into its cgroup from outside would run
 * outside of it for a moment, and so would what it starts.
 */
const text = `#!/bin/sh
set -u
while [ "$1" != "--" ]; do
  echo 0 > "$1" || exit 125
  shift
done
shift
{ echo -900 > /proc/self/oom_score_adj; } 2>/dev/null
exec "$@"
`;

/** Writes the script through which `startProgram` starts everything. */
export const writeEnterScript = (file: string): void => writeFileSync(file, text, { mode: 0o700 });
