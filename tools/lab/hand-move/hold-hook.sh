#!/bin/sh
# Action script of CRIU that holds it at one stage until it is told how to end. Its directory holds the stage's name in
# "stage"; it makes "held" there, waits for "answer", and ends with the exit code written in it.
dir=$(dirname "$0")
[ "$CRTOOLS_SCRIPT_ACTION" = "$(cat "$dir/stage")" ] || exit 0
: > "$dir/held"
while [ ! -e "$dir/answer" ]; do sleep 0.005; done
exit "$(cat "$dir/answer")"
