import { element, textButton } from '../../lib/page/element.ts';
import type { ConsoleSettings } from '../protocol.ts';
import { announce } from './announce.ts';
import { askValue } from './ask-value.ts';
import type { ConsoleClient } from './console-client.ts';
import { type Column, dataTable } from './data-table.ts';
import { createFileEditor } from './file-editor.ts';
import type { PageSection } from './page-section.ts';

interface Setting {
  readonly name: string;
  readonly value: unknown;
  readonly scope: string | undefined;
  readonly by: 'people' | 'operator' | 'default';
}

const ORIGINS: Readonly<Record<Setting['by'], string>> = {
  people: 'chosen in the chat or here',
  operator: 'parley.yaml or a variable',
  default: 'nobody chose',
};

/** A network, and the id of a channel on it. */
const PLACE = /^([^:]+):(.+)$/;
const PLACE_HELP =
  'Write a network and the id of a channel, as in discord:112233445566778899, or nothing for the whole bot.';

/** Creates the section with the settings in force, and with `parley.yaml`. */
export function createSettingsSection(client: ConsoleClient): PageSection {
  const place = element('input', {
    id: 'settings-place',
    autocomplete: 'off',
    placeholder: 'discord:112233445566778899',
    'aria-describedby': 'settings-place-help',
  });
  const content = element('div');
  const editor = createFileEditor(client);
  let scope = 'bot';

  async function load(): Promise<void> {
    const wanted = place.value.trim();
    const [, platform = '', channel = ''] = PLACE.exec(wanted) ?? [];
    if (wanted && !channel) throw new Error(PLACE_HELP);
    const query = channel ? `?${new URLSearchParams({ platform, channel })}` : '';
    const answer = await client.read<ConsoleSettings>(`/api/settings${query}`);
    scope = wanted || 'bot';
    content.replaceChildren(dataTable('Settings in force', columns, listOf(answer)));
  }

  async function change(name: string, value: unknown): Promise<void> {
    try {
      await client.change('/api/settings', { scope, name, value });
      await load();
      announce(value === null ? `${name} is as before.` : `${name} is changed.`);
    } catch (error) {
      announce(error);
    }
  }

  const columns: readonly Column<Setting>[] = [
    { title: 'Setting', cell: ({ name }) => inWords(name) },
    { title: 'Value', cell: ({ value }) => element('code', {}, showValue(value)) },
    { title: 'From', cell: originOf },
    { title: 'Change', cell: (setting) => changeButtons(setting) },
  ];

  function changeButtons({ name, value, by, scope: from }: Setting): HTMLElement {
    const isChosenHere = by === 'people' && from === scope;
    return element(
      'span',
      { class: 'actions' },
      textButton('Change', { class: 'quiet', 'aria-label': `Change ${name}` }, () => {
        void askValue(name, showValue(value)).then((typed) => {
          if (typed !== undefined) void change(name, readValue(typed, value));
        });
      }),
      isChosenHere
        ? textButton('Take back', { class: 'quiet', 'aria-label': `Take ${name} back` }, () => {
            void change(name, null);
          })
        : undefined,
    );
  }

  const form = element(
    'form',
    { class: 'field' },
    element('label', { for: 'settings-place' }, 'Place'),
    place,
    element('button', { type: 'submit' }, 'Show'),
    element(
      'span',
      { id: 'settings-place-help', class: 'detail' },
      'Empty: the whole bot. Or a network and the id of a channel.',
    ),
  );
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    void load().catch(announce);
  });

  return {
    id: 'settings',
    title: 'Settings',
    element: element(
      'div',
      { class: 'section' },
      element('h2', {}, 'Settings'),
      form,
      content,
      editor.element,
    ),
    hasUnsavedChanges: editor.hasUnsavedChanges,

    async open() {
      await Promise.all([load(), editor.open()]);
    },
  };
}

/** One line for each origin: parameters have one each. */
function listOf({ origins, values }: ConsoleSettings): readonly Setting[] {
  return origins.map(({ name, parameter, scope, by }) => {
    const value = values[name];
    const isPart = parameter !== undefined && typeof value === 'object' && value !== null;
    const shown = isPart ? (value as Record<string, unknown>)[parameter] : value;
    return { name: parameter ? `${name}.${parameter}` : name, value: shown, scope, by };
  });
}

/** `takesFiles` as `takes files`. */
function inWords(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`).replace('.', ': ');
}

function originOf({ by, scope }: Setting): string {
  return scope === undefined
    ? ORIGINS[by]
    : `${ORIGINS[by]}, for ${scope === 'bot' ? 'the bot' : scope}`;
}

function showValue(value: unknown): string {
  if (value === undefined) return '';
  return typeof value === 'string' ? value : JSON.stringify(value);
}

/** What replaces a text is a text, also `42`. The button beside it takes a choice back, so `null` does not. */
function readValue(typed: string, before: unknown): unknown {
  if (typeof before === 'string') return typed;
  try {
    return JSON.parse(typed) ?? typed;
  } catch {
    return typed;
  }
}
