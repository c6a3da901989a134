import type { ShownPlace } from '../protocol.ts';

/** A place in words: `#general on discord`, `a direct chat on telegram`. */
export function placeName({ platform, channelId, name, kind }: ShownPlace): string {
  if (kind === 'direct') return `a direct chat on ${platform}`;
  return `${name ?? channelId} on ${platform}`;
}
