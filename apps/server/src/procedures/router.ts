import { readAccuracy } from './accuracy/read-accuracy.ts';
import { listAuditEvents } from './audit/list-audit-events.ts';
import { exploreCheckpoint } from './checkpoints/explore-checkpoint.ts';
import { getCheckpoint } from './checkpoints/get-checkpoint.ts';
import { listCheckpoints } from './checkpoints/list-checkpoints.ts';
import { pinCheckpoint } from './checkpoints/pin-checkpoint.ts';
import { readCopy } from './checkpoints/read-copy.ts';
import { readRetention } from './checkpoints/read-retention.ts';
import { removeCheckpoint } from './checkpoints/remove-checkpoint.ts';
import { setRetention } from './checkpoints/set-retention.ts';
import { keepUnknownError } from './explanations/keep-unknown-error.ts';
import { listUnknownErrors } from './explanations/list-unknown-errors.ts';
import { exportHistory } from './history/export-history.ts';
import { createEnrolment } from './hosts/create-enrolment.ts';
import { getEnrolment } from './hosts/get-enrolment.ts';
import { getHost } from './hosts/get-host.ts';
import { limitHost } from './hosts/limit-host.ts';
import { listHosts } from './hosts/list-hosts.ts';
import { listKernels } from './hosts/list-kernels.ts';
import { revokeHost } from './hosts/revoke-host.ts';
import { liveEvents } from './live/live-events.ts';
import { getPreflight } from './preflights/get-preflight.ts';
import { listPreflights } from './preflights/list-preflights.ts';
import { startPreflight } from './preflights/start-preflight.ts';
import { surroundings } from './preflights/surroundings.ts';
import { cancelProbeSet } from './probes/cancel-probe-set.ts';
import { getProbeSet } from './probes/get-probe-set.ts';
import { listProbeSets } from './probes/list-probe-sets.ts';
import { startProbeSet } from './probes/start-probe-set.ts';
import { cancelRun } from './runs/cancel-run.ts';
import { decideRun } from './runs/decide-run.ts';
import { getRun } from './runs/get-run.ts';
import { listActiveRuns } from './runs/list-active-runs.ts';
import { listRuns } from './runs/list-runs.ts';
import { runAgain } from './runs/run-again.ts';
import { startRun } from './runs/start-run.ts';
import { me } from './session/me.ts';
import { acceptInvitation } from './setup/accept-invitation.ts';
import { createFirstAdmin } from './setup/create-first-admin.ts';
import { readInvitation } from './setup/read-invitation.ts';
import { readSetupState } from './setup/read-setup-state.ts';
import { inviteMember } from './team/invite-member.ts';
import { listMembers } from './team/list-members.ts';
import { setRole } from './team/set-role.ts';
import { createToken } from './tokens/create-token.ts';
import { listTokens } from './tokens/list-tokens.ts';
import { revokeToken } from './tokens/revoke-token.ts';
import { router } from './trpc.ts';
import { getWorkload } from './workloads/get-workload.ts';
import { listWorkloads } from './workloads/list-workloads.ts';

/** Everything a browser or a script may ask for; one folder per noun, one file per procedure. */
export const appRouter = router({
  session: router({ me }),
  setup: router({ state: readSetupState, createFirstAdmin, invitation: readInvitation, acceptInvitation }),
  hosts: router({
    list: listHosts,
    get: getHost,
    kernels: listKernels,
    createEnrolment,
    enrolment: getEnrolment,
    limit: limitHost,
    revoke: revokeHost,
  }),
  workloads: router({ list: listWorkloads, get: getWorkload }),
  preflights: router({ start: startPreflight, get: getPreflight, list: listPreflights, surroundings }),
  probes: router({ list: listProbeSets, get: getProbeSet, start: startProbeSet, cancel: cancelProbeSet }),
  runs: router({
    start: startRun,
    again: runAgain,
    get: getRun,
    list: listRuns,
    active: listActiveRuns,
    cancel: cancelRun,
    decide: decideRun,
  }),
  checkpoints: router({
    list: listCheckpoints,
    get: getCheckpoint,
    contents: exploreCheckpoint,
    copy: readCopy,
    remove: removeCheckpoint,
    pin: pinCheckpoint,
    retention: readRetention,
    setRetention,
  }),
  explanations: router({ keepUnknown: keepUnknownError, unknown: listUnknownErrors }),
  accuracy: router({ read: readAccuracy }),
  history: router({ export: exportHistory }),
  live: router({ events: liveEvents }),
  tokens: router({ list: listTokens, create: createToken, revoke: revokeToken }),
  audit: router({ list: listAuditEvents }),
  team: router({ list: listMembers, setRole, invite: inviteMember }),
});
