import { writeFileSync } from 'node:fs';
import type { Fence } from '@godwit/criu-driver';
import type { RunPaths } from './run-paths.ts';

const quote = (text: string): string => `'${text.replaceAll("'", "'\\''")}'`;

/**
 * Both scripts do nothing but hold CRIU at one stage until the hold process has decided. They tell their stage through one
 * FIFO and wait at the other: a line means that the decision is on disk, the end of the file that the hold process died.
 * Opening the FIFO for reading and writing first keeps the second opening from waiting for a writer that will never come.
 */
export const holdAt = (paths: RunPaths, stage: 'post-dump' | 'post-restore'): string => `#!/bin/sh
set -u
[ "\${CRTOOLS_SCRIPT_ACTION:-}" = ${stage} ] || exit 0
dir=${quote(paths.dir)}
exec 4<>"$dir/verdict.fifo"
exec 5<"$dir/verdict.fifo"
exec 4>&-
echo "${stage} $$" 1<>"$dir/stage.fifo"
verdict=
read -r verdict <&5
`;

/**
 * Source, at `post-dump`: every task stands still, all images are written. Exit 0 lets CRIU kill the tasks, anything else
 * makes it resume them. Only the decision counts; when the hold process died without one, the source is given back.
 *
 * @param givingBack how it ends when the source is given back
 */
export const sourceScript = (paths: RunPaths, givingBack = 'exit 1'): string => `${holdAt(paths, 'post-dump')}
if [ ! -e "$dir/decision" ]; then
  own="$dir/decision.$$.aborted"
  echo '{"decision":"aborted","epoch":0,"by":"hook","reason":"The hold process died before the commit."}' > "$own"
  sync "$own"
  ln "$own" "$dir/decision" 2>/dev/null
  rm -f "$own"
  sync "$dir"
fi
decision=
read -r decision < "$dir/decision"
case $decision in
  *'"decision":"committed"'*) exit 0 ;;
esac
# A living hold process lifts the fence itself; behind a dead CRIU it is lifted by the agent, which first mends the sockets.
if [ -z "$verdict" ] && [ -d "/proc/$PPID" ]; then
  while read -r how value what; do
    case $how in
      write) echo "$value" > "$what" ;;
      continue) kill -CONT "$value" ;;
    esac
  done < "$dir/fence"
fi
${givingBack}
`;

/** Destination, at `post-restore`: every task is built, none has run. Exit 0 lets them run, anything else kills them. */
const destinationScript = (paths: RunPaths): string => `${holdAt(paths, 'post-restore')}
[ -e "$dir/releasing" ]
`;

export const writeSourceHook = (paths: RunPaths): void => {
  writeFileSync(paths.fence, '', { mode: 0o600 });
  writeFileSync(paths.hookScript, sourceScript(paths), { mode: 0o700 });
};

export const writeDestinationHook = (paths: RunPaths): void =>
  writeFileSync(paths.hookScript, destinationScript(paths), { mode: 0o700 });

/** Tells the script how to lift the fence should it have to do so alone. Written before the fence is raised. */
export const writeFenceFile = (paths: RunPaths, fence: Fence): void => {
  const lines =
    fence.kind === 'freeze-file'
      ? [`write ${fence.thawed} ${fence.file}`]
      : fence.tasks.map(({ pid }) => `continue ${pid} -`);
  writeFileSync(paths.fence, lines.map((line) => `${line}\n`).join(''), { mode: 0o600 });
};
