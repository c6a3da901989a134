import type { CommandReply } from '../../contracts/command.ts';
import type { MenuEntry } from '../../contracts/reply-surface.ts';
import { cutAtWord } from '../../lib/cut-at-word.ts';
import { cutEnd } from '../../lib/cut-end.ts';
import { fenceFor } from '../../lib/fence-for.ts';
import { toOneLine } from '../../lib/to-one-line.ts';
import { textsIn } from '../../texts/index.ts';
import { PLACES, type Reader, scopeOfPlace } from './place.ts';
import { valueKey } from './value-key.ts';

/** The limit of what people write. */
const MAX_INSTRUCTIONS = 4_000;
/** The operator's instructions may be longer: they are shown to here. */
const MAX_SHOWN_CHARACTERS = 3_500;
/** Discord's limits. */
const MAX_ENTRIES = 24;
const MAX_LABEL_CHARACTERS = 100;
/**
 * A page has to fit into one message of Discord: a press edits the message of its button, and a second
 * message would be for all.
 */
const MAX_LIST_CHARACTERS = 1_600;
const MAX_DESCRIPTION_CHARACTERS = 60;
const NONE = 'none';

/** The personas to pick from, with the current one marked. */
export function personaPage(reader: Reader): CommandReply {
  const { channel, context } = reader;
  const { personas: texts } = textsIn(context.language);
  const personas = context.scopes.personas();
  const current = context.settings(channel).persona;
  const isOwn = current === undefined && hasOwnInstructions(channel, context);

  const own = isOwn ? texts.own : texts.noneNow;
  const missing = missingPersona(reader);
  const lines = personas.map(({ name, description = '' }) => {
    const line = name === current ? texts.currentLine : texts.line;
    return line(
      cutAtWord(name, MAX_LABEL_CHARACTERS),
      cutAtWord(toOneLine(description), MAX_DESCRIPTION_CHARACTERS),
    );
  });
  const shown = fittingLines(lines);
  const rest = personas.length > shown.length ? ['', texts.notAllShown] : [];
  const list = personas.length > 0 ? [...shown, ...rest] : [texts.noPersonas];

  const none = { value: NONE, label: texts.noneLabel, isSelected: !current && !isOwn };
  const entries: MenuEntry[] = personas.slice(0, MAX_ENTRIES).map(({ name, description }) => ({
    value: valueKey(name),
    label: cutAtWord(name, MAX_LABEL_CHARACTERS),
    ...(description ? { description: cutAtWord(description, MAX_LABEL_CHARACTERS) } : {}),
    isSelected: name === current,
  }));
  return {
    text: [
      ...(missing === undefined ? [] : [texts.missing(missing)]),
      current === undefined ? own : texts.current(current),
      '',
      ...list,
    ].join('\n'),
    controls: [
      [{ id: 'persona:pick', label: texts.menuLabel, entries: [...entries, none] }],
      [
        { id: 'persona:write', label: texts.writeLabel, mayOpenForm: true },
        { id: 'persona:show', label: texts.showLabel },
      ],
    ],
  };
}

/** The persona that people picked here or for a wider place, if the operator has removed it since. */
function missingPersona({ channel, context: { scopes } }: Reader): string | undefined {
  const picked = PLACES.map((place) => scopes.chosen(scopeOfPlace(place, channel) ?? '')).find(
    ({ persona, instructions }) => persona !== undefined || instructions !== undefined,
  );
  const isThere = scopes.personas().some(({ name }) => name === picked?.persona);
  return isThere ? undefined : picked?.persona;
}

/**
 * The instructions in force, for people who may change them. They may need several messages, which are for one
 * person alone in a shared place.
 */
export function personaInstructions({ channel, context }: Reader): CommandReply {
  const { personas: texts } = textsIn(context.language);
  const { instructions } = context.settings(channel);
  const isLong = instructions.length > MAX_SHOWN_CHARACTERS;
  const shown = isLong ? `${cutEnd(instructions, MAX_SHOWN_CHARACTERS)}…` : instructions;

  const fence = fenceFor(shown);
  const block = texts.instructions(`${fence}\n${shown}\n${fence}`);
  const text = isLong ? `${block}\n\n${texts.instructionsCut(instructions.length)}` : block;
  if (channel.kind !== 'direct') return { text, onlyAsker: true };
  return { text, controls: [[{ id: 'persona:list', label: texts.backLabel }]] };
}

/** The form for new instructions, with those that people wrote for this place before. */
export function personaForm({ channel, context }: Reader): CommandReply {
  const { personas: texts } = textsIn(context.language);
  const { instructions: value } = context.scopes.chosen(scopeOfPlace('here', channel) ?? '');

  return {
    text: texts.howToWrite,
    form: {
      id: 'persona:write',
      title: texts.formTitle,
      fields: [
        {
          name: 'instructions',
          label: texts.formLabel,
          isLong: true,
          isRequired: true,
          maxCharacters: MAX_INSTRUCTIONS,
          ...(value ? { value } : {}),
        },
      ],
    },
    onlyAsker: true,
  };
}

/** Says that instructions are too long. `undefined`: they are not. */
export function tooLongInstructions({ context }: Reader, text: string): string | undefined {
  const { personas: texts } = textsIn(context.language);
  return text.length > MAX_INSTRUCTIONS ? texts.tooLong(text.length) : undefined;
}

/** The first lines, as far as a page has room. */
function fittingLines(lines: readonly string[]): readonly string[] {
  let characters = 0;
  return lines.slice(0, MAX_ENTRIES).filter((line) => {
    characters += line.length + 1;
    return characters <= MAX_LIST_CHARACTERS;
  });
}

function hasOwnInstructions(
  channel: Reader['channel'],
  { scopes }: Pick<Reader['context'], 'scopes'>,
): boolean {
  const origin = scopes.explain(channel).find(({ name }) => name === 'instructions');
  return origin?.by === 'people';
}
