import { element, textButton } from '../../lib/page/element.ts';
import type { ConsoleFile, FileProblems } from '../protocol.ts';
import { announce } from './announce.ts';
import type { ConsoleClient } from './console-client.ts';
import { problemList } from './problem-list.ts';

/** A person who types on is not interrupted. */
const CHECK_AFTER_MS = 600;
const CONFLICT =
  'Somebody has changed the file since you opened it. Copy what you need, load it again, and make your change there.';
const UNSAVED = 'Your changes are not saved. Load the file without them?';

/** Creates the editor of `parley.yaml`. What is wrong is told while somebody types, and nothing wrong is saved. */
export function createFileEditor(client: ConsoleClient) {
  const text = element('textarea', {
    id: 'file-text',
    spellcheck: 'false',
    autocapitalize: 'off',
    'aria-describedby': 'file-problems',
  });
  const numbers = element('pre', { class: 'line-numbers', 'aria-hidden': 'true' });
  const problems = element('div', { id: 'file-problems', 'aria-live': 'polite' });
  const save = textButton('Save', { class: 'primary' }, () => void saveFile().catch(announce));
  const reload = textButton('Load again', { class: 'quiet' }, () => {
    if (!hasUnsavedChanges() || confirm(UNSAVED)) void open().catch(announce);
  });
  const path = element('code');
  const card = element(
    'section',
    { class: 'card wide', 'aria-label': 'parley.yaml' },
    element('h3', {}, element('label', { for: 'file-text' }, 'The file with models and rules')),
    element('p', { class: 'detail' }, path, ' applies at once when it is saved.'),
    element('div', { class: 'editor' }, numbers, text),
    problems,
    element('p', { class: 'actions' }, save, reload),
  );
  let file: ConsoleFile | undefined;
  let checkTimer: ReturnType<typeof setTimeout> | undefined;

  const hasUnsavedChanges = () => file !== undefined && text.value !== withLineFeeds(file.text);

  async function open(): Promise<void> {
    file = await client.read<ConsoleFile>('/api/file');
    text.value = file.text;
    text.readOnly = !file.isWritable;
    path.textContent = file.path;
    save.hidden = !file.isWritable;
    problems.replaceChildren();
    update();
  }

  function update(): void {
    const count = text.value.split('\n').length;
    numbers.textContent = Array.from({ length: count }, (_, index) => index + 1).join('\n');
    save.disabled = !hasUnsavedChanges();
  }

  async function check(): Promise<void> {
    const typed = text.value;
    const { answer } = await client.change<FileProblems>('/api/file/check', { text: typed });
    if (text.value === typed) showProblems(answer);
  }

  async function saveFile(): Promise<void> {
    if (!file) return;
    const typed = text.value;
    const { revision } = file;
    const isOfWindows = file.text.includes('\r\n');
    const outcome = await client.change<ConsoleFile | FileProblems>('/api/file', {
      text: isOfWindows ? typed.replaceAll('\n', '\r\n') : typed,
      revision,
    });
    if (outcome.status === 409) return announce(CONFLICT);
    if ('errors' in outcome.answer) return showProblems(outcome.answer);

    file = outcome.answer;
    update();
    announce('Saved. It applies now.');
  }

  function showProblems(found: FileProblems): void {
    problems.replaceChildren(problemList(found, goToLine));
  }

  function goToLine(line: number): void {
    const lines = text.value.split('\n');
    const start = lines.slice(0, line - 1).reduce((sum, each) => sum + each.length + 1, 0);
    text.focus();
    text.setSelectionRange(start, start + (lines[line - 1]?.length ?? 0));
    const lineHeight = text.scrollHeight / lines.length;
    text.scrollTop = Math.max(0, (line - 3) * lineHeight);
  }

  text.addEventListener('input', () => {
    update();
    clearTimeout(checkTimer);
    checkTimer = setTimeout(() => void check().catch(announce), CHECK_AFTER_MS);
  });
  text.addEventListener('scroll', () => {
    numbers.scrollTop = text.scrollTop;
  });

  return { element: card, open, hasUnsavedChanges };
}

/** As a text field gives it. */
function withLineFeeds(text: string): string {
  return text.replace(/\r\n?/g, '\n');
}
