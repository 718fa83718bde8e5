const lookEveryMs = 500;

/**
 * Calls back when npm is gone. npm hands SIGTERM to the shell between it and us, and that shell ends without a word; all we
 * see of it is that somebody else is our parent.
 *
 * @param {() => void} onGone
 * @param {NodeJS.ProcessEnv} [env]
 */
export function watchNpm(onGone, env = process.env) {
  if (!env.npm_lifecycle_event) return;
  const parent = process.ppid;
  const timer = setInterval(() => {
    if (process.ppid === parent) return;
    clearInterval(timer);
    onGone();
  }, lookEveryMs);
  timer.unref();
}
