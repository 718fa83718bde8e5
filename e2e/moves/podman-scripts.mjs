/** Shell on a lab host: starts a container that counts; its first argument is the program. */
export const startCounting = (name, nonce) => `
mkdir -p /srv/shared/containers/${name} /srv/image-${name} && cd /srv/image-${name} && mkdir app usr proc dev sys tmp etc data var run
for one in bin lib lib64 sbin; do ln -s usr/$one $one; done
cp "$0" app/counter.py
tar c . | podman import --quiet - ${name}:1
podman run --detach --name ${name} --network none --pids-limit 0 --ulimit nofile=1024:1024 --ulimit nproc=1000:1000 \\
  --env GODWIT_LAB_NONCE=${nonce} --volume /usr:/usr:ro --volume /srv/shared/containers/${name}:/data ${name}:1 python3 /app/counter.py
`;
