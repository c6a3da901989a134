import { omitUndefined } from '../../../src/lib/omit-undefined.ts';
import { contentTypeOf } from '../content-type-of.ts';
import type { Json } from '../json.ts';
import type { Attachment } from '../message.ts';
import type { World } from '../world.ts';

/** The flag of an attachment that shows still pictures only: none has it here. */
const NO_FLAGS = 0;

/**
 * A file of a message in its wire shape. Its address works for a day: each answer has a fresh one.
 */
export function toAttachmentJson(world: World, channelId: string, attachment: Attachment): Json {
  const { id, name, size, width, height, durationSeconds, waveform } = attachment;
  const path = `/attachments/${channelId}/${id}/${encodeURIComponent(name)}`;
  const query = world.fileAddresses.sign(path);

  return omitUndefined({
    id,
    filename: name,
    content_type: contentTypeOf(attachment),
    size,
    url: `${world.origin}${path}?${query}`,
    proxy_url: `${world.origin}/media${path}?${query}`,
    width,
    height,
    duration_secs: durationSeconds,
    waveform,
    flags: NO_FLAGS,
  });
}
