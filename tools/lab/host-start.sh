#!/bin/bash
# Enters the cgroup of a lab host, which thereby becomes the root of the host's cgroup namespace, and starts the host.
# Arguments: CGROUP-DIR INIT-SCRIPT [its arguments]...
set -eu
echo 0 > "$1/cgroup.procs"
shift
# What the caller happened to hold open must not become part of a workload (or of a host).
for open in /proc/$$/fd/*; do
  fd=${open##*/}
  if [ "$fd" -gt 2 ] && [ "$fd" -ne 255 ]; then exec {fd}>&-; fi
done
exec unshare --mount --pid --net --uts --ipc --cgroup --fork --propagation private -- /bin/sh "$@"
