/** Names and addresses that no public network leads to (RFC 1918, 4193, 6598, 6762, 8375, and Docker's bare names). */
const NEARBY_HOST =
  /^(?:localhost|[^.:[\]]+|.+\.(?:localhost|local|internal|lan|home\.arpa)|127(?:\.\d+){3}|10(?:\.\d+){3}|192\.168(?:\.\d+){2}|169\.254(?:\.\d+){2}|172\.(?:1[6-9]|2\d|3[01])(?:\.\d+){2}|100\.(?:6[4-9]|[7-9]\d|1[01]\d|12[0-7])(?:\.\d+){2}|\[(?:::1|f[cd][\da-f]*:.*|fe[89ab][\da-f]*:.*)\])$/i;

/** Tells whether a server stands on this machine, or in the operator's own network. */
export function isNearbyHost(hostname: string): boolean {
  return NEARBY_HOST.test(hostname);
}
