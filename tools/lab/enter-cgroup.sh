#!/bin/sh
# Runs inside a lab host: enters a cgroup of the host, then becomes the program.
# Arguments: CGROUP PROGRAM [its arguments]...
set -eu
cgroup=/sys/fs/cgroup$1
shift
mkdir -p "$cgroup"
echo 0 > "$cgroup/cgroup.procs"
exec "$@"
