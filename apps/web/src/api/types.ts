import type { RouterInputs, RouterOutputs } from '@godwit/server/router-type';

/** What the server answers, by the names the screens use. */
export type Session = RouterOutputs['session']['me'];
export type Role = Session['user']['role'];
export type HostSummary = RouterOutputs['hosts']['list'][number];
export type HostDetail = RouterOutputs['hosts']['get'];
export type WorkloadSummary = RouterOutputs['workloads']['list'][number];
export type WorkloadDetail = RouterOutputs['workloads']['get'];
export type PreflightDetail = RouterOutputs['preflights']['get'];
export type PreflightSummary = RouterOutputs['preflights']['list']['items'][number];
export type Surroundings = RouterOutputs['preflights']['surroundings'];
export type RunDetail = RouterOutputs['runs']['get'];
export type RunSummary = RouterOutputs['runs']['active'][number];
export type CheckpointSummary = RouterOutputs['checkpoints']['list'][number];
export type UnknownError = RouterOutputs['explanations']['unknown'][number];
export type Accuracy = RouterOutputs['accuracy']['read'];
export type HostKernel = RouterOutputs['hosts']['kernels'][number];
export type ImageContents = RouterOutputs['checkpoints']['contents'];
export type ProbeSet = RouterOutputs['probes']['list']['items'][number];
export type ProbeSetDetail = RouterOutputs['probes']['get'];
export type ApiToken = RouterOutputs['tokens']['list'][number];
export type AuditEvent = RouterOutputs['audit']['list']['items'][number];
export type TeamMember = RouterOutputs['team']['list']['members'][number];
export type Invitation = RouterOutputs['team']['list']['invitations'][number];
export type PreflightInput = RouterInputs['preflights']['start'];
export type { LiveEvent } from '@godwit/server/router-type';
