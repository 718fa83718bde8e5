import { GodwitError } from '@godwit/domain/errors';

/** The CRIU to start. Throws `criu-missing`. */
export const requireCriu = (criuPath: string | null): string => {
  if (criuPath !== null) return criuPath;
  throw new GodwitError({
    code: 'criu-missing',
    message: 'There is no CRIU on this host that the agent could start.',
    remedy: 'Install CRIU 4.2 or newer on this host, or name it in GODWIT_CRIU, then start the agent again.',
  });
};
