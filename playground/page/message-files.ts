import { element } from '../../src/lib/page/element.ts';
import type { ShownMessage } from '../local-network.ts';
import type { ShownFile } from '../shown-message.ts';
import { formatDuration } from './format-duration.ts';
import { formatSize } from './format-size.ts';
import { createIcon } from './icon.ts';

/** The types of pictures that a browser shows. An SVG is not among them. */
const PICTURE = /^image\/(?:jpeg|png|gif|webp)$/;

/** Creates the views of a message's files: pictures, players, and links for downloading. */
export function createMessageFiles(network: string, message: ShownMessage): HTMLElement[] {
  const views = message.files.map((file, index) => {
    const query = new URLSearchParams({
      network,
      room: message.roomId,
      message: message.id,
      index: `${index}`,
    });
    return createFileView(file, `/api/file?${query}`);
  });
  return views.length > 0 ? [element('div', { class: 'files' }, ...views)] : [];
}

function createFileView(file: ShownFile, address: string): HTMLElement {
  const { mime = '', sentAs } = file;
  const isFile = sentAs === 'document';
  if (!isFile && PICTURE.test(mime)) return createPicture(file, address);
  if (sentAs === 'voice' || (!isFile && mime.startsWith('audio/')))
    return createAudio(file, address);
  if (!isFile && mime.startsWith('video/')) return createVideo(file, address);
  return createChip(file, address);
}

/** A picture that opens in a tab of its own. What turns out to be no picture becomes a link. */
function createPicture(file: ShownFile, address: string): HTMLElement {
  const { name, width, height, sentAs } = file;
  const picture = element('img', { src: address, alt: name, width, height });
  const link = element(
    'a',
    {
      class: 'picture',
      href: address,
      target: '_blank',
      'data-file': name,
      'data-sent-as': sentAs,
    },
    picture,
  );
  picture.addEventListener('error', () => link.replaceWith(createChip(file, address)));
  return link;
}

function createAudio(file: ShownFile, address: string): HTMLElement {
  const { name, sentAs, durationMs } = file;
  const isVoice = sentAs === 'voice';
  const length = durationMs === undefined ? '' : ` · ${formatDuration(durationMs)}`;
  return element(
    'figure',
    { class: 'audio', 'data-file': name, 'data-sent-as': sentAs },
    element(
      'figcaption',
      {},
      createIcon('voice'),
      element('span', { class: 'file-name' }, isVoice ? 'Voice message' : name),
      element('span', { class: 'file-size' }, `${formatSize(file.bytes)}${length}`),
    ),
    element('audio', { controls: true, preload: 'none', src: address }),
  );
}

function createVideo({ name, sentAs }: ShownFile, address: string): HTMLElement {
  return element('video', {
    class: 'video',
    controls: true,
    preload: 'metadata',
    src: address,
    'aria-label': name,
    'data-file': name,
    'data-sent-as': sentAs,
  });
}

function createChip({ name, bytes }: ShownFile, address: string): HTMLElement {
  return element(
    'a',
    { class: 'file', 'data-file': name, href: `${address}&download`, download: name },
    createIcon('file'),
    element('span', { class: 'file-name' }, name),
    element('span', { class: 'file-size' }, formatSize(bytes)),
  );
}
