import { button, element } from './element.ts';
import { formatSize } from './format-size.ts';
import { createIcon } from './icon.ts';

const MAX_BYTES = 8 * 1024 * 1024;

export interface AttachedFile {
  readonly name: string;
  readonly mime: string;
  readonly base64: string;
}

/** The file that will go with the next message: chosen, or pasted into the message box. */
export function createAttachment(box: HTMLTextAreaElement, complain: (sentence: string) => void) {
  const input = element('input', {
    type: 'file',
    hidden: true,
    'data-attach': true,
    'aria-label': 'File',
  });
  const chip = element('div', { class: 'attachment', hidden: true });
  const opener = button(
    'Attach a file',
    { class: 'round', title: 'Attach a file' },
    () => input.click(),
    createIcon('attach'),
  );
  let file: File | undefined;

  function set(next: File | undefined): void {
    if (next !== undefined && next.size > MAX_BYTES) {
      complain('That file is too large: 8 MB at most.');
      return;
    }
    file = next;
    input.value = '';
    chip.hidden = next === undefined;
    if (next === undefined) chip.replaceChildren();
    else {
      const take = button(
        'Remove the file',
        { class: 'round' },
        () => set(undefined),
        createIcon('close'),
      );
      chip.replaceChildren(
        createIcon('file'),
        element('span', {}, `${next.name} · ${formatSize(next.size)}`),
        take,
      );
    }
  }

  input.addEventListener('change', () => set(input.files?.[0]));
  box.addEventListener('paste', (event) => {
    const pasted = event.clipboardData?.files[0];
    if (pasted !== undefined) set(pasted);
  });

  return {
    opener,
    input,
    chip,
    clear: () => set(undefined),
    /** Read when it is sent. */
    async read(): Promise<AttachedFile | undefined> {
      if (file === undefined) return undefined;
      const bytes = new Uint8Array(await file.arrayBuffer());
      return {
        name: file.name,
        mime: file.type || 'application/octet-stream',
        base64: bytes.toBase64(),
      };
    },
  };
}
