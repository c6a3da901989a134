/**
 * The time after which a test that waits for a state gives up. Only a failure takes this long: it
 * is generous because the machine may be ten times slower than usual, or busy.
 */
export const GIVE_UP_MS = 60_000;
