import type { AttachmentRef } from '../../../../contracts/chat-message.ts';
import { fieldsReader } from '../../../../lib/json-reader.ts';
import { readAttachments } from '../read-attachments.ts';
import { readMedia } from '../read-media.ts';
import { anythingReader, wordsReader } from '../readers.ts';
import { describePlace, describeVenue } from './describe-place.ts';

const others = fieldsReader({
  location: anythingReader,
  venue: anythingReader,
  link: fieldsReader({ url: wordsReader }),
});

/** Describes what comes with the words of a poll: a file, which joins `attachments`, a place or a link. */
export function describePollMedia(value: unknown, attachments: AttachmentRef[]): string {
  const files = readAttachments(readMedia(value) ?? {});
  attachments.push(...files);

  const { location, venue, link } = others(value) ?? {};
  const place = venue === undefined ? describePlace(location) : describeVenue(venue);
  return [...files.map(({ name }) => `[file: ${name}]`), place, link?.url]
    .filter(Boolean)
    .join(', ');
}
