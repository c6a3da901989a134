import type { SentAs } from '../said-message.ts';
import type { NetworkName } from '../web/protocol.ts';

const PHOTO = /^image\/(?:jpeg|png|webp)$/;

/**
 * The ways in which the network's app can send a file of this type, the usual one first. Empty: it
 * is sent as a file.
 */
export function listWaysToSend(network: NetworkName, mime: string): readonly SentAs[] {
  if (network === 'discord') return mime.startsWith('audio/') ? ['audio', 'voice'] : [];
  if (PHOTO.test(mime)) return ['photo', 'document', 'sticker'];
  if (mime === 'image/gif') return ['animation', 'document'];
  if (mime.startsWith('audio/')) return ['audio', 'voice', 'document'];
  if (mime.startsWith('video/')) return ['video', 'video note', 'animation', 'document'];
  return [];
}
