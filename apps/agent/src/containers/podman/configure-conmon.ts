/**
 * podman starts conmon, conmon starts runc, and runc CRIU; conmon's environment is podman's configuration alone. So podman gets
 * a copy of its configuration with another PATH for conmon.
 *
 * @param text containers.conf(5), a TOML file
 */
export const withPathForConmon = (text: string, searchPath: string): string => {
  const own = `conmon_env_vars = ["PATH=${searchPath}"]`;
  const kept = text.split('\n').filter((line) => !/^\s*conmon_env_vars\s*=/.test(line));
  const at = kept.findIndex((line) => /^\s*\[engine\]/.test(line));
  const lines = at < 0 ? [...kept, '[engine]', own] : [...kept.slice(0, at + 1), own, ...kept.slice(at + 1)];
  return `${lines.join('\n').trimEnd()}\n`;
};
