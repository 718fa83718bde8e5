#!/bin/sh
# Process 1 of a lab host. Started by host-start.sh in fresh mount, pid, network, uts, ipc and cgroup namespaces, it
# builds the host's own root, enters it, and then stays for ever to reap what dies. (A process 1 that does not reap
# leaves zombies that keep their pids, and a restore of the same tree then fails with a pid conflict.)
#
# Arguments: NAME FIRST-PID ROOT UPPER WORK DISK STATE-DIR SHARED-DIR [PATH shown read-only inside]...
set -eu
name=$1 first_pid=$2 root=$3 upper=$4 work=$5 disk=$6 state=$7 shared=$8
shift 8

echo "$name" > /proc/sys/kernel/hostname
mount -t overlay overlay -o "lowerdir=/,upperdir=$upper,workdir=$work" "$root"

mount -t proc proc "$root/proc"
mount --bind "$disk/boot_id" "$root/proc/sys/kernel/random/boot_id"
mount -t sysfs sysfs "$root/sys"
mount -t cgroup2 none "$root/sys/fs/cgroup"
mount -t tmpfs -o mode=0755 tmpfs "$root/run"
mount -t tmpfs -o mode=1777 tmpfs "$root/tmp"

mount -t tmpfs -o mode=0755 tmpfs "$root/dev"
mkdir "$root/dev/pts" "$root/dev/shm"
mount -t devpts -o newinstance,ptmxmode=0666,mode=0620 devpts "$root/dev/pts"
mount -t tmpfs -o mode=1777 tmpfs "$root/dev/shm"
ln -s pts/ptmx "$root/dev/ptmx"
ln -s /proc/self/fd "$root/dev/fd"
for device in null zero full random urandom tty; do
  : > "$root/dev/$device"
  mount --bind "/dev/$device" "$root/dev/$device"
done

# The machine's state directory holds this lab and the portal's secrets: inside, the host's own disk lies over it.
mkdir -p "$root$state" "$root/srv/shared"
mount --bind "$disk/state" "$root$state"
mount --bind "$shared" "$root/srv/shared"
for visible in "$@"; do
  if [ -d "$visible" ]; then mkdir -p "$root$visible"; else mkdir -p "$(dirname "$root$visible")"; : > "$root$visible"; fi
  mount --rbind "$visible" "$root$visible"
  mount -o remount,bind,ro "$root$visible"
done

cd "$root"
mkdir -p mnt
pivot_root . mnt
cd /
umount -l /mnt
mkdir -p /run/godwit-lab /run/lock /sys/fs/cgroup/init
echo 0 > /sys/fs/cgroup/init/cgroup.procs
# Hosts that have run for a while use different pids; fresh namespaces would all begin at 1, and every move would clash.
echo "$first_pid" > /proc/sys/kernel/ns_last_pid
: > /run/godwit-lab/ready

# The shell reaps every orphan that ends while it waits for its own child.
while :; do sleep 3600; done
