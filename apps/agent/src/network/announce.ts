import { announceAddress } from '@godwit/host-facts';

/** Tells the neighbours that this host has the address now. A failure is logged: they find out by themselves, later. */
export const announce = async (address: string, device: string, log: (line: string) => void): Promise<void> => {
  try {
    await announceAddress({ address, interface: device });
  } catch (error) {
    log(`The address ${address} could not be announced: ${error instanceof Error ? error.message : String(error)}`);
  }
};
