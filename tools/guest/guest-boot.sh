#!/bin/busybox sh
# Process 1 of the guest, its first half: finds the host's root directory, lays an overlay of memory over it, prepares
# what every host has, and enters it. It fails by ending: the kernel panics, and the emulator ends with it.
set -eu
/bin/busybox mkdir -p /proc /sys /dev /host /writes /new /kept
/bin/busybox --install -s /bin
export PATH=/bin
mount -t proc proc /proc
mount -t sysfs sysfs /sys
mount -t devtmpfs devtmpfs /dev
while read -r module; do insmod "/modules/$module"; done < /modules/order

mount -t 9p -o ro,trans=virtio,version=9p2000.L,msize=524288,cache=loose root /host
mount -t tmpfs -o size=80% tmpfs /writes
mkdir /writes/upper /writes/work
# xino: a file tells the device of its directory, as on a plain disk.
mount -t overlay overlay -o lowerdir=/host,upperdir=/writes/upper,workdir=/writes/work,xino=on /new

# What lies below a directory that is about to be covered, and is needed nevertheless.
number=0
while read -r keep; do
  number=$((number + 1))
  mkdir "/kept/$number"
  mount --bind "/new$keep" "/kept/$number"
done < /job/keep

for dir in proc sys dev; do mount --move "/$dir" "/new/$dir"; done
mkdir -p /new/dev/pts /new/dev/shm /new/sys/fs/cgroup /new/var/lib/godwit
mount -t devpts -o mode=0620,ptmxmode=0666 devpts /new/dev/pts
mount -t tmpfs -o mode=1777 tmpfs /new/dev/shm
mount -t tmpfs -o mode=0755 tmpfs /new/run
mount -t tmpfs -o mode=1777 tmpfs /new/tmp
mount -t tmpfs -o mode=0711,size=80% tmpfs /new/var/lib/godwit
mount -t cgroup2 cgroup2 /new/sys/fs/cgroup
mount -t bpf bpf /new/sys/fs/bpf
mount -t debugfs debugfs /new/sys/kernel/debug

number=0
while read -r keep; do
  number=$((number + 1))
  mkdir -p "/new$keep"
  mount --move "/kept/$number" "/new$keep"
done < /job/keep

number=0
while read -r taken; do
  mkdir -p "/new$taken"
  mount -t 9p -o trans=virtio,version=9p2000.L,msize=524288 "take$number" "/new$taken"
  number=$((number + 1))
done < /job/take

# The rest of this half is gone after switch_root: what the second half needs goes along.
mkdir -p /new/run/godwit-guest/bin /new/run/lock
cp /bin/busybox /job/* /new/run/godwit-guest/
exec switch_root /new /run/godwit-guest/busybox sh /run/godwit-guest/guest-run.sh
