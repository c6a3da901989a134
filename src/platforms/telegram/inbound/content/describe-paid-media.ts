import type { AttachmentRef } from '../../../../contracts/chat-message.ts';
import { fieldsReader, integerReader, listReader } from '../../../../lib/json-reader.ts';
import { readAttachments } from '../read-attachments.ts';
import { readMedia } from '../read-media.ts';
import { anythingReader, titleReader } from '../readers.ts';
import { toStars } from './describe-invoice.ts';

const paidMedia = fieldsReader({
  star_count: integerReader,
  paid_media: listReader(anythingReader),
});
const paidItem = fieldsReader({ type: titleReader });

/** Media for money. Their previews hold no file; those that were bought do. */
export function describePaidMedia(value: unknown, attachments: AttachmentRef[]): string {
  const { star_count: stars, paid_media: items = [] } = paidMedia(value) ?? {};
  const files = items.flatMap((item) => readAttachments(readMedia(item) ?? {}));
  attachments.push(...files);

  const hiddenCount = items.filter((item) => paidItem(item)?.type === 'preview').length;
  const kinds = items
    .map((item) => paidItem(item)?.type ?? 'file')
    .map((type) => (type === 'preview' ? 'picture or video' : type.replaceAll('_', ' ')));
  return [
    kinds.join(', '),
    stars === undefined ? '' : `for ${toStars(stars)}`,
    hiddenCount > 0 ? 'not bought, so Telegram gives no file' : '',
  ]
    .filter(Boolean)
    .join(', ');
}
