import type { RawComponent } from '../raw-content.ts';
import { clip } from './clip.ts';
import type { MakeReadable } from './describe-embed.ts';
import { emojiText } from './emoji-text.ts';
import { fileNameOf } from './file-name.ts';

/** Discord's types of components: https://discord.com/developers/docs/components/reference */
const TYPE = {
  actionRow: 1,
  button: 2,
  stringMenu: 3,
  textInput: 4,
  userMenu: 5,
  roleMenu: 6,
  mentionableMenu: 7,
  channelMenu: 8,
  section: 9,
  text: 10,
  thumbnail: 11,
  gallery: 12,
  file: 13,
  separator: 14,
  activityEntry: 16,
  container: 17,
  label: 18,
  fileUpload: 19,
  radioGroup: 21,
  checkboxGroup: 22,
  checkbox: 23,
} as const;

const MENU_CONTENTS: ReadonlyMap<number, string> = new Map([
  [TYPE.userMenu, 'people'],
  [TYPE.roleMenu, 'roles'],
  [TYPE.mentionableMenu, 'people and roles'],
  [TYPE.channelMenu, 'channels'],
]);
const GROUPS: readonly number[] = [TYPE.section, TYPE.container, TYPE.label];
const INPUTS: readonly number[] = [
  TYPE.textInput,
  TYPE.fileUpload,
  TYPE.radioGroup,
  TYPE.checkboxGroup,
  TYPE.checkbox,
];

const MAX_LABEL = 200;
/** Discord allows 4,000 characters for all texts of a message. */
const MAX_TEXT = 4_100;

/** Describes the components of a message, in their order. `undefined`: it has none. */
export function describeComponents(
  components: readonly RawComponent[],
  makeReadable: MakeReadable,
): string | undefined {
  const lines = components.flatMap(componentLines).filter((line) => line !== '');
  if (lines.length === 0) return undefined;

  // Discord's second version of components is a message of its own; rows of buttons only hang on one.
  const isCard = components.some(({ type }) => type !== TYPE.actionRow);
  return makeReadable((isCard ? ['[card]', ...lines] : lines).join('\n'));
}

function componentLines(component: RawComponent): readonly string[] {
  const { type, components = [] } = component;

  if (type === TYPE.actionRow) return rowLines(components);
  if (GROUPS.includes(type)) return groupLines(component);
  if (INPUTS.includes(type)) return [`[form field] ${nameOf(component)}`];
  return leafLines(component);
}

function groupLines({ label, components = [], component, accessory }: RawComponent) {
  const inner = [...components, ...[component, accessory].flatMap((each) => each ?? [])];
  return [clip(label ?? '', MAX_LABEL), ...inner.flatMap(componentLines)];
}

function rowLines(components: readonly RawComponent[]): readonly string[] {
  const buttons = components.filter(({ type }) => type === TYPE.button).map(buttonText);
  const others = components.filter(({ type }) => type !== TYPE.button).flatMap(componentLines);
  return buttons.length > 0 ? [`[buttons] ${buttons.join(', ')}`, ...others] : others;
}

function leafLines(component: RawComponent): readonly string[] {
  const { type, content = '', media, file, name, items = [] } = component;

  if (type === TYPE.text) return [clip(content, MAX_TEXT)];
  if (type === TYPE.button) return [`[button] ${buttonText(component)}`];
  if (type === TYPE.stringMenu || MENU_CONTENTS.has(type)) return [menuLine(component)];
  if (type === TYPE.thumbnail) return [mediaLine('picture', component.description, media?.url)];
  if (type === TYPE.gallery)
    return items.map(({ description, media: item }) =>
      mediaLine('picture', description, item?.url),
    );
  if (type === TYPE.file) return [mediaLine('file', name, file?.url)];
  if (type === TYPE.separator) return ['---'];
  if (type === TYPE.activityEntry) return ['[activity]'];
  return unknownLines(component);
}

/** Shows what it can of a component that did not exist when this was written. */
function unknownLines(component: RawComponent): readonly string[] {
  const { type, content = '' } = component;
  return [
    `[component of an unknown kind: ${type}] ${nameOf(component)}`.trim(),
    clip(content, MAX_TEXT),
    ...groupLines({ ...component, label: '' }),
  ];
}

function buttonText(button: RawComponent): string {
  const label = nameOf(button) || 'without a label';
  return button.url ? `[${label}](${button.url})` : label;
}

function menuLine({ type, placeholder, options = [] }: RawComponent): string {
  const choices = options.map(({ label = '', description }) =>
    description ? `${clip(label, MAX_LABEL)} (${clip(description, MAX_LABEL)})` : label,
  );
  const contents = MENU_CONTENTS.get(type) ?? choices.join(', ');
  return `[menu] ${[clip(placeholder ?? '', MAX_LABEL), contents].filter(Boolean).join(': ')}`;
}

function mediaLine(kind: string, words: string | undefined, url: string | undefined): string {
  return `[${kind}] ${clip(words || fileNameOf(url ?? ''), MAX_LABEL)}`;
}

function nameOf({ label, emoji, placeholder }: RawComponent): string {
  return [emojiText(emoji), clip(label ?? placeholder ?? '', MAX_LABEL)].filter(Boolean).join(' ');
}
