# Process 1 of the guest, its second half: runs the command, hands its output and its exit code to the host, and ends the
# machine. While it waits it reaps every orphan.
set -eu
here=/run/godwit-guest
/run/godwit-guest/busybox --install -s "$here/bin"
export PATH=$here/bin
read -r modules < "$here/modules"

hostname godwit-guest
ip link set dev lo up
# The kernel asks for the modules it lacks; the host's own directory of them may be empty, and so may be its /sbin.
mkdir -p /lib/modules
mount -t tmpfs tmpfs /lib/modules
ln -s "$modules" "/lib/modules/$(uname -r)"
echo "$here/bin/modprobe" > /proc/sys/kernel/modprobe
modprobe tun
mkdir -p /dev/net
[ -c /dev/net/tun ] || mknod /dev/net/tun c 10 200

# The port to the host can be opened once only, and whoever prints may open its output again: a pipe lies between.
mkfifo "$here/output"
cat < "$here/output" > /dev/vport0p1 &
pump=$!
exec 3> "$here/output"
echo booted > /dev/vport0p2

setsid xargs -0 -s 131072 -x sh "$here/guest-command.sh" < "$here/argv" >&3 2>&1 3>&- || true
read -r code < "$here/code"

# Whoever the command left behind holds the pipe open.
exec 3>&-
for process in /proc/[0-9]*; do
  pid=${process#/proc/}
  case $pid in 1 | "$pump") ;; *) kill -9 "$pid" 2> /dev/null || true ;; esac
done
( sleep 10; kill -9 "$pump" ) &
wait "$pump" || true
echo "exit $code" > /dev/vport0p2
poweroff -f
