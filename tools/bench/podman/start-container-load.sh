#!/bin/sh
# Arguments: name, nonce, MiB, processes, name of the image.
exec podman run --detach --name "$1" --network none --pids-limit 0 --ulimit nofile=1024:1024 --ulimit nproc=1000:1000 \
  --env "GODWIT_LAB_NONCE=$2" --volume /usr:/usr:ro --volume "/srv/shared/containers/$1:/data" "$5" \
  python3 /app/load.py /data/gaps "$3" "$4"
