/** Numbers that follow from a seed and nothing else (mulberry32), so that a run can be repeated. */
export function createRandom(...seeds) {
  let state = seeds.reduce((hash, seed) => Math.imul(hash ^ Number(seed), 0x9e3779b1) >>> 0, 0x811c9dc5);
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  // Neighbouring seeds begin alike.
  for (let turn = 0; turn < 8; turn += 1) next();
  return {
    next,
    pick: (list) => list[Math.floor(next() * list.length)],
    shuffle: (list) => {
      const shuffled = [...list];
      for (let at = shuffled.length - 1; at > 0; at -= 1) {
        const other = Math.floor(next() * (at + 1));
        [shuffled[at], shuffled[other]] = [shuffled[other], shuffled[at]];
      }
      return shuffled;
    },
  };
}
