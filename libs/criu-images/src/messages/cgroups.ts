import { flag, list, message, needed, nested, text, u32 } from './message.ts';

const membership = message('Membership', { controller: text(1), path: text(2), nsPrefix: u32(3) });
const membershipSet = message('MembershipSet', { id: needed(u32(1)), controllers: list(nested(2, membership)) });
const controller = message('Controller', { names: list(text(1)), threaded: flag(3) });

/** `cgroup.img`: in which groups the tasks were. The directories' properties are left out. */
export const cgroups = message('Cgroups', {
  sets: list(nested(1, membershipSet)),
  controllers: list(nested(2, controller)),
});
