#!/bin/sh
# show-elsewhere.sh FROM TO [FROM TO]... -- PROGRAM [ARGUMENT]...
# Shows each FROM at TO, for PROGRAM only: the caller starts this in a mount namespace of its own.
set -eu
while [ "$1" != '--' ]; do
  mount --bind "$1" "$2"
  shift 2
done
shift
exec "$@"
