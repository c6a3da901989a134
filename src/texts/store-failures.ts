import type { StoreErrorKind } from '../errors.ts';

/** The words for each way in which the store can fail. The question is tried again where the network sends it again. */
export const storeFailures: Readonly<Record<StoreErrorKind, string>> = {
  full: "I can't store messages right now, because my disk is full. Please tell the person who runs me to make room. If no answer comes after that, ask again.",
  damaged:
    "I can't read or store this conversation, because my store is damaged. Please tell the person who runs me; the reason is in my log.",
  unavailable:
    "I can't store messages right now. Please tell the person who runs me; the reason is in my log. If no answer comes after that, ask again.",
};
