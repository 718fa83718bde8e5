/** The systemd service a cgroup path belongs to, or null. Services of a user's own manager are told with `user: true`. */
export const serviceOfCgroup = (path: string): { unit: string; user: boolean } | null => {
  const services = path.split('/').filter((part) => part.endsWith('.service'));
  const unit = services.at(-1);
  if (unit === undefined) return null;
  const user = /^user@\d+\.service$/.test(services[0] ?? '') && services.length > 1;
  return { unit, user };
};

const containerForms: [RegExp, string][] = [
  [/(?:^|\/)docker[-/]([0-9a-f]{64})/, 'docker'],
  [/(?:^|\/)libpod-([0-9a-f]{64})/, 'podman'],
  [/(?:^|\/)cri-containerd[-:]([0-9a-f]{64})/, 'containerd'],
  [/(?:^|\/)crio-([0-9a-f]{64})/, 'cri-o'],
  [/(?:^|\/)kubepods[^/]*(?:\/[^/]+)*\/([0-9a-f]{64})/, 'kubernetes'],
  [/(?:^|\/)lxc\.payload\.([^/]+)/, 'lxc'],
];

/** The container a cgroup path belongs to, by the naming habits of the runtimes, or null. */
export const containerOfCgroup = (path: string): { runtime: string; id: string } | null => {
  for (const [form, runtime] of containerForms) {
    const id = form.exec(path)?.[1];
    if (id !== undefined) return { runtime, id };
  }
  return null;
};
