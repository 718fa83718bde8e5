/** Which two hosts talk through this server about which run. A host is in it only because a command to it opened its end. */
export class RelayTable {
  readonly #ends = new Map<string, Set<string>>();

  open(relayId: string, hostId: string): void {
    const ends = this.#ends.get(relayId) ?? new Set();
    ends.add(hostId);
    this.#ends.set(relayId, ends);
  }

  /** The other end; null for whoever has none in this relay. */
  peerOf(relayId: string, hostId: string): string | null {
    const ends = this.#ends.get(relayId);
    if (!ends?.has(hostId)) return null;
    return [...ends].find((end) => end !== hostId) ?? null;
  }

  close(relayId: string): void {
    this.#ends.delete(relayId);
  }

  /** A host went away. @returns its relays with their other ends, which are over now */
  leave(hostId: string): { relayId: string; peer: string }[] {
    const left = [...this.#ends.keys()].flatMap((relayId) => {
      const peer = this.peerOf(relayId, hostId);
      return peer === null ? [] : [{ relayId, peer }];
    });
    for (const { relayId } of left) this.close(relayId);
    return left;
  }
}
