#!/bin/sh
# Starts its child again whenever it dies: after a move the source would have a second copy. The child runs in a cgroup
# and a session of its own; the loop stays outside, as a supervisor does.
# Arguments: CGROUP-OF-THE-CHILD PROGRAM [its arguments]...
cgroup=/sys/fs/cgroup$1
shift
mkdir -p "$cgroup"
while :; do
  # The subshell moves itself, and only itself, and then becomes the child.
  (
    echo 0 > "$cgroup/cgroup.procs"
    exec setsid "$@"
  )
  sleep 0.2
done
