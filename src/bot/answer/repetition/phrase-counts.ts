/** Counts how often each phrase occurred in the recent text, within a bounded memory. */
export interface PhraseCounts {
  /** Counts a phrase. Gives the number of times that it occurred before. */
  add(hash: number): number;
}

/** The number of phrases that one half remembers: a loop of 1,000 words is found, one of 3,000 is not. */
const MAX_PHRASES = 1_024;
/** Half of the slots stay free, so that each search is short. */
const SLOTS = 2 * MAX_PHRASES;
const COUNT_MASK = 0xff;
/** Spreads hashes whose low bits are alike (2^32 divided by the golden ratio). */
const SPREAD = 0x9e3779b1;
const SLOT_SHIFT = 32 - Math.log2(SLOTS);

/**
 * Creates counts of no phrase. They have two halves of 8 KB: when the newer one is full, the older one is
 * forgotten and takes its place.
 */
export function createPhraseCounts(): PhraseCounts {
  let newer = new Uint32Array(SLOTS);
  let older = new Uint32Array(SLOTS);
  let phrases = 0;

  function forgetOldest(): void {
    [newer, older] = [older.fill(0), newer];
    phrases = 0;
  }

  return {
    add(hash) {
      if (phrases === MAX_PHRASES) forgetOldest();

      const slot = findSlot(newer, hash);
      const entry = newer[slot] ?? 0;
      const before = entry === 0 ? countAt(older, findSlot(older, hash)) : entry & COUNT_MASK;
      if (entry === 0) phrases += 1;
      newer[slot] = (tagOf(hash) | Math.min(before + 1, COUNT_MASK)) >>> 0;
      return before;
    },
  };
}

/** The slot that holds the phrase, or the free one where it belongs. */
function findSlot(half: Uint32Array, hash: number): number {
  const tag = tagOf(hash);
  let slot = Math.imul(hash, SPREAD) >>> SLOT_SHIFT;
  for (;;) {
    const entry = half[slot] ?? 0;
    if (entry === 0 || (entry & ~COUNT_MASK) >>> 0 === tag) return slot;
    slot = (slot + 1) % SLOTS;
  }
}

function countAt(half: Uint32Array, slot: number): number {
  return (half[slot] ?? 0) & COUNT_MASK;
}

function tagOf(hash: number): number {
  return (hash & ~COUNT_MASK) >>> 0;
}
