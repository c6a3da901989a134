import { networkOf } from './network-of.ts';

/** The name of a platform's network as people write it: `Discord`. */
export function networkName(platform: string): string {
  const network = networkOf(platform);
  return network.charAt(0).toUpperCase() + network.slice(1);
}
