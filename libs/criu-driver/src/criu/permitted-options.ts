import { GodwitError } from '@godwit/domain/errors';

type Action = 'dump' | 'restore';

interface PermittedOption {
  actions: readonly Action[];
  /** What may stand behind `=`; undefined when the option takes no value. */
  value?: RegExp;
}

const both: readonly Action[] = ['dump', 'restore'];
const dump: readonly Action[] = ['dump'];
const restore: readonly Action[] = ['restore'];
const anyValue = /^[A-Za-z0-9_.,:/[\]@-]+$/;

/**
 * The only options of CRIU (4.2) that a plan may set. Left out on purpose: whatever names programs, directories, servers or
 * what becomes of the tree (`--action-script`, `--exec-cmd`, `--images-dir`, `--page-server`, `--leave-running` ...): the
 * agent sets these itself.
 */
const permittedOptions: Record<string, PermittedOption> = {
  '--tcp-established': { actions: both },
  '--tcp-close': { actions: both },
  '--shell-job': { actions: both },
  '--file-locks': { actions: both },
  '--ext-unix-sk': { actions: both },
  '--evasive-devices': { actions: both },
  '--allow-uprobes': { actions: both },
  '--unprivileged': { actions: both },
  '--external': { actions: both, value: anyValue },
  '--enable-fs': { actions: both, value: anyValue },
  '--manage-cgroups': { actions: both, value: /^ignore$/ },
  '--file-validation': { actions: both, value: /^(buildid|filesize)$/ },
  '--cpu-cap': { actions: both, value: /^[a-z,=]+$/ },
  '--skip-in-flight': { actions: dump },
  '--link-remap': { actions: dump },
  '--force-irmap': { actions: dump },
  '--irmap-scan-path': { actions: dump, value: anyValue },
  '--ghost-limit': { actions: dump, value: /^\d{1,12}[KMG]?$/i },
  '--ghost-fiemap': { actions: dump },
  '--no-ghost-fiemap': { actions: dump },
  '--skip-mnt': { actions: dump, value: anyValue },
  '--timeout': { actions: dump, value: /^\d{1,4}$/ },
  '--network-lock': { actions: dump, value: /^(iptables|nftables|skip)$/ },
  '--empty-ns': { actions: dump, value: /^net$/ },
  '--root': { actions: restore, value: /^\/[A-Za-z0-9_.,:/@+-]*$/ },
  '--join-ns': {
    actions: restore,
    value: /^net:\/(run\/netns\/|var\/run\/netns\/|proc\/\d+\/ns\/net$)[A-Za-z0-9_.@-]*$/,
  },
  '--skip-file-rwx-check': { actions: restore },
  '--weak-sysctls': { actions: restore },
  '--mntns-compat-mode': { actions: restore },
  '--lsm-profile': { actions: restore, value: anyValue },
};

/**
 * Checks the options of a plan against the list.
 *
 * @throws GodwitError `command-refused` for the first option that may not be passed, or with such a value
 */
export const requirePermitted = (action: Action, options: readonly string[]): void => {
  for (const option of options) {
    const [name = '', ...rest] = option.split('=');
    const entry = Object.hasOwn(permittedOptions, name) ? permittedOptions[name] : undefined;
    const value = option.includes('=') ? rest.join('=') : undefined;
    if (entry?.actions.includes(action) && fits(entry, value)) continue;
    throw new GodwitError({
      code: 'command-refused',
      message: `The agent does not pass ${option} to criu ${action}: it is not on its list, so nothing was started.`,
      remedy: 'Make a new preflight and start the run from it.',
    });
  }
};

const fits = ({ value: pattern }: PermittedOption, value: string | undefined): boolean =>
  pattern === undefined ? value === undefined : value !== undefined && pattern.test(value);
