import { element, textButton } from '../../lib/page/element.ts';
import type { ConsoleEvent, LogLine } from '../protocol.ts';
import { emptyLine } from './empty-line.ts';
import { clockElement } from './moment-element.ts';
import type { PageSection } from './page-section.ts';

const MAX_LINES = 500;
const LEVELS = ['debug', 'info', 'warn', 'error'] as const;

/** Creates the section with the last lines of the log, which has no words of people. */
export function createLogSection(): PageSection {
  const level = element(
    'select',
    { id: 'log-level' },
    ...LEVELS.map((name) => element('option', { value: name, selected: name === 'info' }, name)),
  );
  const search = element('input', { type: 'search', id: 'log-search', autocomplete: 'off' });
  const pause = textButton('Pause', { 'aria-pressed': 'false', class: 'quiet' }, togglePause);
  const list = element('ol', { class: 'log', tabindex: '0', 'aria-label': 'Lines of the log' });
  const empty = emptyLine('No line of the log fits.');
  let lines: readonly LogLine[] = [];
  let isPaused = false;

  function isShown({ level: of, message, fields = '' }: LogLine): boolean {
    const words = search.value.toLowerCase();
    const isLoud = LEVELS.indexOf(of) >= LEVELS.indexOf(level.value as LogLine['level']);
    return isLoud && `${message} ${fields}`.toLowerCase().includes(words);
  }

  function showAll(): void {
    list.replaceChildren(...lines.filter(isShown).map(lineItem));
    empty.hidden = list.childElementCount > 0;
    list.scrollTop = list.scrollHeight;
  }

  function append(line: LogLine): void {
    if (isPaused || !isShown(line)) return;
    const isAtEnd = list.scrollHeight - list.scrollTop - list.clientHeight < 8;
    list.append(lineItem(line));
    if (list.childElementCount > MAX_LINES) list.firstElementChild?.remove();
    empty.hidden = true;
    if (isAtEnd) list.scrollTop = list.scrollHeight;
  }

  function togglePause(): void {
    isPaused = !isPaused;
    pause.textContent = isPaused ? 'Go on' : 'Pause';
    pause.setAttribute('aria-pressed', String(isPaused));
    if (!isPaused) showAll();
  }

  level.addEventListener('change', showAll);
  search.addEventListener('input', showAll);
  return {
    id: 'log',
    title: 'Log',
    element: element(
      'div',
      { class: 'section' },
      element('h2', {}, 'Log'),
      element(
        'p',
        { class: 'field' },
        element('label', { for: 'log-level' }, 'From level'),
        level,
        element('label', { for: 'log-search' }, 'Find'),
        search,
        pause,
      ),
      list,
      empty,
    ),

    async open() {
      showAll();
    },

    take(event: ConsoleEvent) {
      // Every stream begins with the state, and then the lines so far.
      if (event.kind === 'state' && event.isFirst) {
        lines = [];
        if (!isPaused) list.replaceChildren();
      }
      if (event.kind !== 'log') return;
      lines = [...lines.slice(1 - MAX_LINES), event.line];
      append(event.line);
    },
  };
}

function lineItem({ at, level, message, fields }: LogLine): HTMLElement {
  return element(
    'li',
    { class: level },
    clockElement(at),
    element('span', { class: 'level' }, level),
    element('span', {}, message),
    fields === undefined ? undefined : element('code', {}, fields),
  );
}
