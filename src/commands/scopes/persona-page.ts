import type { CommandReply } from '../../contracts/command.ts';
import type { MenuEntry } from '../../contracts/reply-surface.ts';
import { cutAtWord } from '../../lib/cut-at-word.ts';
import { cutEnd } from '../../lib/cut-end.ts';
import { fenceFor } from '../../lib/fence-for.ts';
import { textsIn } from '../../texts/index.ts';
import { type Reader, scopeOfPlace } from './place.ts';
import { valueKey } from './value-key.ts';

/** The limit of what people write. */
const MAX_INSTRUCTIONS = 4_000;
/** The operator's instructions may be longer: they are shown to here. */
const MAX_SHOWN_CHARACTERS = 3_500;
/** Discord's limits. */
const MAX_ENTRIES = 24;
const MAX_LABEL_CHARACTERS = 100;

/** The personas to pick from, with the current one marked. */
export function personaPage({ channel, context }: Reader): CommandReply {
  const { personas: texts } = textsIn(context.language);
  const personas = context.scopes.personas();
  const current = context.settings(channel).persona;
  const isOwn = current === undefined && hasOwnInstructions(channel, context);

  const own = isOwn ? texts.own : texts.noneNow;
  const lines = personas.slice(0, MAX_ENTRIES).map(({ name, description = '' }) => {
    const line = name === current ? texts.currentLine : texts.line;
    return line(name, description);
  });
  const rest = personas.length > MAX_ENTRIES ? ['', texts.notAllShown] : [];
  const list = personas.length > 0 ? [...lines, ...rest] : [texts.noPersonas];

  const none = { value: 'none', label: texts.noneLabel, isSelected: !current && !isOwn };
  const entries: MenuEntry[] = personas.slice(0, MAX_ENTRIES).map(({ name, description }) => ({
    value: valueKey(name),
    label: cutAtWord(name, MAX_LABEL_CHARACTERS),
    ...(description ? { description: cutAtWord(description, MAX_LABEL_CHARACTERS) } : {}),
    isSelected: name === current,
  }));
  return {
    text: [current === undefined ? own : texts.current(current), '', ...list].join('\n'),
    controls: [
      [{ id: 'persona:pick', label: texts.menuLabel, entries: [...entries, none] }],
      [
        { id: 'persona:write', label: texts.writeLabel, mayOpenForm: true },
        { id: 'persona:show', label: texts.showLabel },
      ],
    ],
  };
}

/** The instructions in force. People who may change them may read them. */
export function personaInstructions({ channel, context }: Reader): CommandReply {
  const { personas: texts } = textsIn(context.language);
  const { instructions } = context.settings(channel);
  const isLong = instructions.length > MAX_SHOWN_CHARACTERS;
  const shown = isLong ? `${cutEnd(instructions, MAX_SHOWN_CHARACTERS)}…` : instructions;

  const fence = fenceFor(shown);
  const block = texts.instructions(`${fence}\n${shown}\n${fence}`);
  const text = isLong ? `${block}\n\n${texts.instructionsCut(instructions.length)}` : block;
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

function hasOwnInstructions(
  channel: Reader['channel'],
  { scopes }: Pick<Reader['context'], 'scopes'>,
): boolean {
  const origin = scopes.explain(channel).find(({ name }) => name === 'instructions');
  return origin?.by === 'people';
}
