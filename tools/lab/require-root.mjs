/** Throws when this process may not make or remove a lab. */
export function requireRoot() {
  if (process.getuid?.() === 0) return;
  throw new Error(
    'The lab makes namespaces, mounts and network links, which needs root. Run the same command as root.',
  );
}
