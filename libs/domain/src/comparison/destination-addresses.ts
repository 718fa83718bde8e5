import { defineRule } from '../rules/rule.ts';
import { isEverywhere, plainAddress } from './addresses.ts';

export const destinationAddresses = defineRule({
  id: 'destination-addresses',
  title: 'Network addresses on the destination',
  appliesTo: ['move'],
  forImages: true,
  needs: ['inetSockets', 'destination.addressesPresent'],
  couldBlock: true,
  findings: {
    absent: {
      severity: 'blocker',
      message:
        'Process {pid} uses the address {address} (sockets: {count}), which the destination does not have and which does not move along.',
      noticed: 'restore',
      criuError: "Can't bind inet socket|Cannot assign requested address",
      remedies: [
        { text: 'Give the workload a service address of its own, which moves along with it.' },
        { text: 'Let the program listen on the wildcard address.' },
      ],
    },
  },
  evaluate: ({ inetSockets, 'destination.addressesPresent': present }, { serviceAddress }) => {
    const available = new Set([...present, ...(serviceAddress === null ? [] : [serviceAddress])].map(plainAddress));
    const bound = inetSockets.map(({ local, pids }) => ({
      address: plainAddress(local.address),
      pid: Math.min(...pids),
    }));
    const lacking = bound.filter(({ address }) => !isEverywhere(address) && !available.has(address));
    return [...new Map(lacking.map((use) => [use.address, use])).values()].map(({ address, pid }) => ({
      kind: 'absent',
      subject: { kind: 'address', pid, path: address },
      evidence: {
        address,
        pid: String(pid),
        count: String(lacking.filter((use) => use.address === address).length),
      },
    }));
  },
});
