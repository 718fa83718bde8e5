#!/bin/sh
# Becomes a program whose standard output is a file, without input and without anything to complain to.
# Arguments: FILE PROGRAM [its arguments]...
output=$1
shift
exec "$@" < /dev/null > "$output" 2> /dev/null
