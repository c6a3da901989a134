import { button, element } from '../../src/lib/page/element.ts';
import type { SentAs } from '../said-message.ts';
import type { NetworkName } from '../web/protocol.ts';
import { formatSize } from './format-size.ts';
import { createIcon } from './icon.ts';
import { listWaysToSend } from './list-ways-to-send.ts';
import { type UploadedFile, uploadFile } from './upload-file.ts';

const MAX_BYTES = 25 << 20;
const MAX_FILES = 10;
const MAX_DISCORD_TEXT = 2000;
/** The types that the page shows before they are sent. An SVG is not among them. */
const PREVIEWED = /^image\/(?:jpeg|png|gif|webp)$/;

/** A file that goes with the next message. */
export interface QueuedFile {
  readonly file: File;
  sentAs?: SentAs;
  readonly durationMs?: number;
}

/**
 * Creates the queue of files that go with the next message: the person chooses them, pastes them
 * into the message box or drops them. `complain` shows a sentence.
 */
export function createAttachmentQueue(
  network: NetworkName,
  box: HTMLTextAreaElement,
  complain: (sentence: string) => void,
) {
  const input = element('input', {
    type: 'file',
    multiple: true,
    hidden: true,
    'data-attach': true,
    'aria-label': 'Files',
  });
  const list = element('ul', { class: 'queue', hidden: true, 'aria-label': 'Files to send' });
  const opener = button(
    'Attach files',
    { class: 'round', title: 'Attach files' },
    () => input.click(),
    createIcon('attach'),
  );
  let queue: readonly QueuedFile[] = [];

  function setQueue(next: readonly QueuedFile[]): void {
    queue = next;
    input.value = '';
    list.hidden = next.length === 0;
    for (const picture of list.querySelectorAll('img')) URL.revokeObjectURL(picture.src);
    list.replaceChildren(...next.map(createItem));
  }

  function add(files: readonly QueuedFile[]): void {
    const fitting = files.filter(({ file }) => file.size <= MAX_BYTES);
    if (fitting.length < files.length) complain('That file is too large: 25 MB at most.');
    if (queue.length + fitting.length > MAX_FILES) complain(`${MAX_FILES} files at most.`);
    setQueue([...queue, ...fitting].slice(0, MAX_FILES));
    box.focus();
  }

  function createItem(queued: QueuedFile): HTMLElement {
    const { name, size } = queued.file;
    const remove = button(
      `Remove ${name}`,
      { class: 'round' },
      () => setQueue(queue.filter((each) => each !== queued)),
      createIcon('close'),
    );
    return element(
      'li',
      { class: 'queued', 'data-queued': name },
      createThumbnail(queued),
      element(
        'span',
        { class: 'queued-words' },
        element('span', { class: 'queued-name' }, name),
        element('span', { class: 'queued-size' }, formatSize(size)),
      ),
      createWaySelect(network, queued),
      remove,
    );
  }

  input.addEventListener('change', () => add([...(input.files ?? [])].map((file) => ({ file }))));
  box.addEventListener('paste', (event) => {
    const pasted = [...(event.clipboardData?.files ?? [])];
    const text = event.clipboardData?.getData('text/plain') ?? '';
    const isTooLong = network === 'discord' && box.value.length + text.length > MAX_DISCORD_TEXT;
    // Discord's app turns a long paste into a file.
    const files = isTooLong ? [new File([text], 'message.txt', { type: 'text/plain' })] : pasted;
    if (files.length === 0) return;
    event.preventDefault();
    add(files.map((file) => ({ file })));
  });

  return {
    /** The button that opens the browser's file dialog. */
    opener,
    input,
    /** Shows the files. */
    list,
    add,
    get files() {
      return queue;
    },
    setQueue,
  };
}

/** Uploads the files of a message that is sent. */
export function uploadQueue(queue: readonly QueuedFile[]): Promise<readonly UploadedFile[]> {
  return Promise.all(
    queue.map(async ({ file, ...about }) => ({ upload: await uploadFile(file), ...about })),
  );
}

function createThumbnail({ file }: QueuedFile): Element {
  if (!PREVIEWED.test(file.type))
    return createIcon(file.type.startsWith('audio/') ? 'voice' : 'file');
  return element('img', { class: 'thumbnail', src: URL.createObjectURL(file), alt: '' });
}

function createWaySelect(network: NetworkName, queued: QueuedFile): HTMLElement | undefined {
  const ways = listWaysToSend(network, queued.file.type.replace(/;.*/, ''));
  if (ways.length === 0) return undefined;

  const select = element(
    'select',
    { class: 'way', 'aria-label': `Send ${queued.file.name} as` },
    ...ways.map((way) => element('option', { value: way, selected: way === queued.sentAs }, way)),
  );
  select.addEventListener('change', () => {
    const way = ways.find((each) => each === select.value);
    if (way !== undefined) queued.sentAs = way;
  });
  return select;
}
