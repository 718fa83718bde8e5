#!/bin/sh
# A move as a careful person would script it, to compare Godwit with: the same CRIU, its own page server, images synced to
# disk and checksummed on the destination, the address moved along and announced. Nothing is given back when it fails.
#
# Arguments: CRIU PID IMAGES ADDRESS PAGE-SERVER-ADDRESS SOURCE-INIT DESTINATION-INIT
#   PID as the source sees it; IMAGES an absolute path on both hosts, in memory on the source; ADDRESS empty where none moves along; the
#   last two are the hosts' process 1.
# Prints the milliseconds of each part as one JSON object.
set -eu
criu=$1 pid=$2 images=$3 address=$4 server=$5 source=$6 destination=$7
port=7911
here=$(dirname "$(readlink -f "$0")")

on() {
  init=$1
  shift
  nsenter --target "$init" --mount --uts --ipc --net --pid --cgroup -- "$@"
}
now() { date +%s%N | cut -c1-13; }

on "$source" mkdir -p "$images"
on "$source" mount -t tmpfs -o mode=0700 tmpfs "$images"
on "$destination" mkdir -p "$images"
on "$destination" "$criu" page-server --images-dir "$images" --address "$server" --port $port --daemon \
  --pidfile "$images/page-server.pid" --log-file page-server.log

started=$(now)
on "$source" "$criu" dump --tree "$pid" --images-dir "$images" --log-file dump.log -v4 --tcp-established \
  --network-lock nftables --manage-cgroups=ignore --page-server --address "$server" --port $port
dumped=$(now)

# Pages and pagemaps are there already; the rest follows, with checksums of the source to compare with.
on "$source" sh -c "cd $images && sha256sum ./*.img > sums && tar -cf - ./*.img sums" |
  on "$destination" sh -c "cd $images && tar -xf - && sha256sum -c --quiet sums && sha256sum pages-*.img > pages.sums && sync ./*.img ."
copied=$(now)

if [ -n "$address" ]; then
  on "$source" ip address delete "$address/32" dev eth0
  on "$destination" ip address replace "$address/32" dev eth0
fi
on "$destination" "$criu" restore --images-dir "$images" --log-file restore.log -v4 --tcp-established \
  --network-lock nftables --manage-cgroups=ignore --restore-detached
if [ -n "$address" ]; then on "$destination" /usr/bin/python3 "$here/announce.py" eth0 "$address"; fi
restored=$(now)

# CRIU leaves its lock of the killed task's connections on the source.
for table in $(on "$source" nft list tables | awk '$3 ~ /^CRIU-/ { print $3 }'); do
  on "$source" nft delete table inet "$table"
done
on "$source" umount "$images"
printf '{ "dumpMs": %s, "copyMs": %s, "restoreMs": %s, "totalMs": %s }\n' \
  "$((dumped - started))" "$((copied - dumped))" "$((restored - copied))" "$((restored - started))"
