import type { Purpose } from '@godwit/domain/verdict';

export type Parameters = Record<string, string | number | boolean | null | readonly string[]>;
/** One resource that a process holds: the name of a block in processes/, and what it is to be like. */
export type Hold = readonly [block: string, parameters: Parameters];
export type Namespace = 'time' | 'mount' | 'cgroup' | 'uts' | 'ipc' | 'user' | 'pid' | 'net';
/** `leader` of a session of its own; `member` of the session of a process that stays outside; in a `terminal` as if typed there. */
export type Footing = 'leader' | 'member' | 'terminal';

/** A command and what it must print. `{dir}` and `{port}` are replaced. */
export interface Question {
  argv: readonly string[];
  expects: string;
}

/** A program of the system, as anybody would start it. */
export interface SystemProgram {
  argv: readonly string[];
  /** Written into its directory first. */
  files?: Record<string, string>;
  /** Run before, each to its end. */
  prepare?: readonly (readonly string[])[];
  /** Asked until it answers as expected. */
  ready: Question;
  /** Asked after the restore; without it, what was asked for readiness is asked again. */
  ask?: Question;
  /** Started after it is ready, and left alone: a client, for example. */
  beside?: readonly string[];
  /** The tree begins at the process whose id this file in its directory holds. */
  pidFile?: string;
  environment?: Record<string, string>;
}

/** What is special about the machine, for Godwit and CRIU alike. */
export interface HostVariant {
  criu?: 'debian-13' | 'missing';
  /** Programs that CRIU starts and that cannot be found. */
  withoutTools?: readonly string[];
  /** Capabilities neither of them has, as setpriv(1) names them. */
  withoutCapabilities?: readonly string[];
  /** The tree is started without these capabilities too. */
  confines?: boolean;
  /** Limits of CRIU, as prlimit(1) takes them. */
  limits?: readonly string[];
  /** Size of the file system that takes the images. */
  imagesMiB?: number;
  /** Probes that are run there first. */
  probes?: readonly string[];
}

/** A container of runc around the holder. */
export interface ContainerShape {
  terminal?: boolean;
  /** Where its output goes: a file of the host, or nowhere. */
  output?: 'file';
  /** Somebody works in it by `runc exec`. */
  session?: boolean;
}

/** What a person said of its files before the move; paths may hold `{dir}`. */
export type FileWish = Partial<Record<'directories' | 'approved' | 'replace' | 'excluded', readonly string[]>>;

/** What is different on the destination. */
export interface Destination {
  /** A change of processes/change.py with its arguments, made there before it is asked. */
  changes: readonly (readonly string[])[];
  /** Size of its writable root. */
  rootSize?: string;
  criu?: 'debian-13' | 'missing';
  withoutCapabilities?: readonly string[];
  withoutTools?: readonly string[];
  limits?: readonly string[];
  /** Limit of the control group CRIU works in. */
  memoryMiB?: number;
  probes?: readonly string[];
  /** The source stands still until the copy runs, with its locks, as in every move of Godwit. */
  holdsSource?: boolean;
  /** Files travel along, as in a move of the portal. */
  staging?: FileWish;
}

/** What happens to images between a dump and the restore that is judged from them alone. */
export type ImageChange =
  | { remove: string }
  | { shorten: string }
  | { flip: string }
  /** A file of the tree itself. */
  | { removeFile: string };

/** One thing to try. Nothing in it says how it ends: that is only ever observed. */
export interface Scenario {
  name: string;
  holds?: readonly Hold[];
  program?: SystemProgram;
  /** What a neighbour outside of the tree holds. */
  other?: readonly Hold[];
  footing?: Footing;
  unshare?: readonly Namespace[];
  /** Run inside the new namespaces before the program. */
  setup?: readonly (readonly string[])[];
  host?: HostVariant;
  destination?: Destination;
  /** It is dumped first; what is judged is the restore of its images, after these changes. */
  images?: readonly ImageChange[];
  /** Its holder is the first process of a container, which runc dumps and restores. */
  container?: ContainerShape;
  /** A dump of it was killed when all was written, which leaves it running. */
  dumpKilled?: boolean;
  /** The root is stopped: it is woken before it is asked. */
  wake?: boolean;
  /** Restarted by a loop outside of the tree as soon as it ends. */
  restarted?: boolean;
  quick?: boolean;
}

export const purposeOf = ({ destination }: Scenario): Purpose => (destination === undefined ? 'here' : 'move');
