import type { Provider } from '../contracts/provider.ts';
import type { KeyRing } from './key-ring.ts';

/** The provider under the first key. All keys of a ring have the same traits. `undefined`: the ring is empty. */
export function firstProvider(ring: KeyRing): Provider | undefined {
  return ring.keys()[0]?.provider;
}
