#!/bin/bash
# Runs inside a lab host, in a session of its own: enters a cgroup, tells its pid, then becomes the program with no
# terminal and no pipes. The log is opened for appending only.
# Arguments: CGROUP PID-FILE LOG-FILE PROGRAM [its arguments]...
set -eu
cgroup=/sys/fs/cgroup$1 pidfile=$2 log=$3
shift 3
mkdir -p "$cgroup" "$(dirname "$pidfile")" "$(dirname "$log")"
echo 0 > "$cgroup/cgroup.procs"
# What the caller happened to hold open must not become part of a workload (or of a host).
for open in /proc/$$/fd/*; do
  fd=${open##*/}
  if [ "$fd" -gt 2 ] && [ "$fd" -ne 255 ]; then exec {fd}>&-; fi
done
echo $$ > "$pidfile.new"
mv "$pidfile.new" "$pidfile"
exec "$@" < /dev/null >> "$log" 2>&1
