#!/bin/sh
# The image holds a root without programs; those of the host are bound into it. podman wants the very same one on the
# destination. Arguments: the program, name of the image.
set -e
rm -rf /srv/bench-image
mkdir -p /srv/bench-image
cd /srv/bench-image
mkdir app usr proc dev sys tmp etc data var run
for one in bin lib lib64 sbin; do ln -s "usr/$one" "$one"; done
cp "$1" app/load.py
tar c . | podman import --quiet - "$2"
rm -f /srv/shared/bench-image.tar
podman save --quiet --output /srv/shared/bench-image.tar "$2"
