/**
 * Builds the scene of a rehearsal inside new mount, pid, network, ipc and uts namespaces, for a container a cgroup namespace too, then starts what its arguments say, and ends
 * with it: with this process 1 the kernel ends everything in there, and the mounts go with the last of them. Arguments: directory of
 * the run, the id after which new processes are numbered (far from the ids of the copy), limit of its memory in bytes, command.
 *
 * Written lines: `uncovered PATH` for a mount over which no overlay would lie.
 */
export const sceneScript = `#!/bin/sh
set -eu
dir=$1 last=$2 bytes=$3
shift 3
scene="$dir/scene" root="$dir/scene/root"
mount -n -t tmpfs -o "mode=0700,size=$bytes" godwit "$scene"
mkdir "$root" "$scene/layers"
n=0
tab=$(printf '\\t')

read_only() {
  at="$root\${1%/}"
  [ -e "$at" ] || return 0
  mount -n --bind "$1" "$at"
  mount -n -o remount,bind,ro,nodev "$at"
}

overlay() {
  n=$((n + 1))
  layer="$scene/layers/$n"
  at="$root\${1%/}"
  mkdir -p "$layer/lower" "$layer/upper" "$layer/work" "$at" || return 0
  chmod --reference="$1" "$layer/upper"
  chown --reference="$1" "$layer/upper"
  mount -n --bind "$1" "$layer/lower"
  layers="lowerdir=$layer/lower,upperdir=$layer/upper,workdir=$layer/work"
  mount -n -t overlay -o "nodev,$layers" godwit "$at" && return 0
  echo "uncovered $1"
  read_only "$1"
}

devices() {
  mount -n -t tmpfs -o mode=0755,nosuid godwit "$root/dev"
  mkdir "$root/dev/pts" "$root/dev/shm" "$root/dev/mqueue"
  for node in null zero full random urandom tty; do
    [ -c "/dev/$node" ] || continue
    : > "$root/dev/$node"
    mount -n --bind "/dev/$node" "$root/dev/$node"
  done
  mount -n -t devpts -o newinstance,ptmxmode=0666,mode=620 godwit "$root/dev/pts"
  mount -n -t mqueue godwit "$root/dev/mqueue" || true
  ln -s pts/ptmx "$root/dev/ptmx"
  ln -s /proc/self/fd "$root/dev/fd"
  for stream in stdin:0 stdout:1 stderr:2; do ln -s "/proc/self/fd/\${stream#*:}" "$root/dev/\${stream%:*}"; done
}

own() {
  [ -d "$1" ] || return 0
  mkdir -p "$root$1"
  mount -n --bind "$1" "$root$1"
}

while IFS="$tab" read -r how at; do
  case $how in
    overlay) overlay "$at" ;;
    readonly) read_only "$at" ;;
    devices) devices ;;
    own) own "$at" ;;
    cgroups) mount -n -t cgroup2 godwit "$root$at" ;;
    kernel) mount -n -t sysfs -o ro godwit "$root/sys" ;;
  esac
done < "$dir/covers"
mount -n -t proc godwit "$root/proc"
mkdir -p "$root$dir"
mount -n --bind "$dir" "$root$dir"
mount -n -o remount,bind,ro "$root$dir"
mount -n --bind "$dir/work" "$root$dir/work"

# Every address counts as one of this namespace: the sockets of the copy are bound and connected, and reach nobody.
ip link set lo up
ip route add local default dev lo
ip -6 route add local default dev lo 2>/dev/null || true

cd "$root"
pivot_root . ".$dir/scene"
cd /
umount -n -l "$dir/scene"
echo "$last" > /proc/sys/kernel/ns_last_pid
"$@"
`;
