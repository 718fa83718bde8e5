#!/bin/sh
# On a lab host: podman without a daemon, systemd or layers of overlay on overlay.
# Argument, optional: a folder podman is unpacked in, as this host sees it; it is laid over the files of the host.
set -e
if [ -n "${1:-}" ]; then
  cp -a "$1/usr/." /usr/
  cp -a "$1/etc/." /etc/
fi
mkdir -p /etc/containers
cat > /etc/containers/containers.conf <<'END'
[engine]
cgroup_manager="cgroupfs"
events_logger="file"
runtime="runc"
[containers]
default_ulimits=[]
END
cat > /etc/containers/storage.conf <<'END'
[storage]
driver="vfs"
runroot="/run/containers/storage"
graphroot="/var/lib/containers/storage"
END
echo '{"default":[{"type":"insecureAcceptAnything"}]}' > /etc/containers/policy.json
