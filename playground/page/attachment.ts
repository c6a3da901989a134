import { button, element } from './element.ts';
import { formatSize } from './format-size.ts';
import { createIcon } from './icon.ts';

const MAX_BYTES = 8 * 1024 * 1024;

/** A file in the form in which the page sends it. */
export interface AttachedFile {
  readonly name: string;
  readonly mime: string;
  readonly base64: string;
}

/**
 * Creates the controls of the file that goes with the next message: the person chooses it, or
 * pastes it into the message box. `complain` shows a sentence.
 */
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

  function setFile(newFile: File | undefined): void {
    if (newFile !== undefined && newFile.size > MAX_BYTES) {
      complain('That file is too large: 8 MB at most.');
      return;
    }
    file = newFile;
    input.value = '';
    chip.hidden = newFile === undefined;
    if (newFile === undefined) chip.replaceChildren();
    else showFile(newFile);
  }

  function showFile({ name, size }: File): void {
    const remove = button(
      'Remove the file',
      { class: 'round' },
      () => setFile(undefined),
      createIcon('close'),
    );
    const label = element('span', {}, `${name} · ${formatSize(size)}`);
    chip.replaceChildren(createIcon('file'), label, remove);
  }

  input.addEventListener('change', () => setFile(input.files?.[0]));
  box.addEventListener('paste', (event) => {
    const pasted = event.clipboardData?.files[0];
    if (pasted !== undefined) setFile(pasted);
  });

  return {
    /** The button that opens the browser's file dialog. */
    opener,
    input,
    /** Shows the chosen file. */
    chip,
    clear: () => setFile(undefined),
    /** Reads the chosen file, when the message is sent. */
    async read(): Promise<AttachedFile | undefined> {
      if (file === undefined) return undefined;
      const { name, type } = file;
      const bytes = new Uint8Array(await file.arrayBuffer());
      return { name, mime: type || 'application/octet-stream', base64: bytes.toBase64() };
    },
  };
}
