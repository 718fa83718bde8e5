#!/bin/sh
# A container moved as podman's own manual says: checkpoint with --export, copy, restore with --import. Nothing is checked or pushed to a disk.
#
# Arguments: CRIU NAME ARCHIVE SOURCE-INIT DESTINATION-INIT
#   CRIU a program called criu; ARCHIVE an absolute path on both hosts; the last two are the hosts' process 1.
# Prints the milliseconds of each part as one JSON object.
set -eu
criu=$1 name=$2 archive=$3 source=$4 destination=$5
# podman and its runtime look for criu there.
PATH=$(dirname "$criu"):$PATH
export PATH

on() {
  init=$1
  shift
  nsenter --target "$init" --mount --uts --ipc --net --pid --cgroup -- "$@"
}
now() { date +%s%N | cut -c1-13; }

started=$(now)
on "$source" podman container checkpoint --export "$archive" "$name" > /dev/null
dumped=$(now)
on "$source" cat "$archive" | on "$destination" sh -c "cat > $archive"
copied=$(now)
on "$destination" podman container restore --import "$archive" > /dev/null
restored=$(now)
on "$source" rm "$archive"
on "$destination" rm "$archive"
printf '{ "dumpMs": %s, "copyMs": %s, "restoreMs": %s, "totalMs": %s }\n' \
  "$((dumped - started))" "$((copied - dumped))" "$((restored - copied))" "$((restored - started))"
