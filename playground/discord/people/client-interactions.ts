import { omitUndefined } from '../../../src/lib/omit-undefined.ts';
import type { ShownMessage } from '../../local-network.ts';
import type { AppCommand, CommandBook } from '../command-book.ts';
import type { Modals } from '../controls/modals.ts';
import {
  type Choice,
  type Interactions,
  interactionKind,
  type NewInteraction,
  type Outcome,
} from '../interactions.ts';
import { toMessageJson } from '../json/message-json.ts';
import type { Json } from '../json.ts';
import type { LocalDiscord } from '../local-discord.ts';
import { hasPermission } from '../permissions.ts';
import type { Channel, World } from '../world.ts';
import { findChannel, findMessage } from './client-messages.ts';
import { buildCommandData, type CalledCommand, readOptionShapes } from './command-data.ts';
import { commandPlaceOf } from './command-place.ts';
import { buildInteractionPayload } from './interaction-payload.ts';
import { toShownMessage } from './to-shown.ts';

type ClientInteractions = Pick<
  LocalDiscord,
  'commands' | 'messageCommands' | 'run' | 'complete' | 'press'
>;

/** Command types. */
const CHAT_INPUT = 1;
const MESSAGE_MENU = 3;
/** Component types. */
const BUTTON = 2;
const STRING_SELECT = 3;

/**
 * Creates the functions by which people use slash commands, autocompletion and buttons. A modal
 * that the bot opens in return appears in `modals`.
 */
export function createClientInteractions(
  world: World,
  book: CommandBook,
  interactions: Interactions,
  modals: Modals,
): ClientInteractions {
  const showModal = (channel: Channel, userId: string, outcome: Outcome, sourceId?: string) => {
    if (outcome.kind !== 'modal') return;
    modals.open(userId, omitUndefined({ channel, json: outcome.modal, sourceId }));
  };

  const sendCommand = (
    kind: typeof interactionKind.command | typeof interactionKind.autocompletion,
    channel: Channel,
    userId: string,
    call: CalledCommand,
  ): Promise<Outcome> => {
    const data = buildCommandData(world, channel, call);
    const payload = { ...buildInteractionPayload(world, channel, userId), data };
    const { name } = call.command;
    return interactions.send({ kind, name, channelId: channel.id, userId }, payload);
  };

  return {
    commands(roomId) {
      const place = commandPlaceOf(world, findChannel(world, roomId));
      const commands = book.availableIn(place).filter(({ type }) => type === CHAT_INPUT);
      return commands.map((command) => ({
        name: command.name,
        description: String(command.json.description),
        options: readOptionShapes(command).map(({ name, description, autocomplete }) => ({
          name,
          description: String(description),
          autocomplete: autocomplete === true,
        })),
      }));
    },
    messageCommands(roomId) {
      const place = commandPlaceOf(world, findChannel(world, roomId));
      const menu = book.availableIn(place).filter(({ type }) => type === MESSAGE_MENU);
      return menu.map(({ name }) => name);
    },
    async run({ roomId, authorId = world.meId, name, options = {}, targetId, files = {} }) {
      const channel = findChannel(world, roomId);
      if (!hasPermission(world, channel, authorId, 'useCommands'))
        throw new Error('You may not use commands here');

      const type = targetId === undefined ? CHAT_INPUT : MESSAGE_MENU;
      const command = findCommand(world, book, channel, name, type);
      const call = omitUndefined({ command, options, targetId, files });
      const outcome = await sendCommand(interactionKind.command, channel, authorId, call);
      showModal(channel, authorId, outcome);
    },
    async complete({ roomId, authorId = world.meId, name, option, typed }) {
      const channel = findChannel(world, roomId);
      const command = findCommand(world, book, channel, name, CHAT_INPUT);
      const shape = readOptionShapes(command).find((candidate) => candidate.name === option);
      if (shape?.autocomplete !== true) return matchFixedChoices(shape, typed);

      const call = { command, options: { [option]: typed }, focused: option };
      const outcome = await sendCommand(interactionKind.autocompletion, channel, authorId, call);
      return outcome.kind === 'choices' ? outcome.choices : [];
    },
    async press({ roomId, authorId = world.meId, messageId, buttonId, values, isForged = false }) {
      const channel = findChannel(world, roomId);
      const message = findMessage(channel, messageId, authorId);
      if (!isForged) checkIsShown(toShownMessage(world, message), buttonId, values);

      const interaction: NewInteraction = {
        kind: interactionKind.component,
        name: '',
        channelId: channel.id,
        userId: authorId,
        sourceId: message.id,
      };
      const payload = {
        ...buildInteractionPayload(world, channel, authorId),
        data: toComponentData(buttonId, values),
        message: toMessageJson(world, channel, message, true),
      };
      const outcome = await interactions.send(interaction, payload);
      showModal(channel, authorId, outcome, message.id);
    },
  };
}

/** A client sends only what stands below the message. */
function checkIsShown(
  { buttons, menus = [] }: ShownMessage,
  id: string,
  values: readonly string[] | undefined,
): void {
  if (!values) {
    if (!buttons.flat().some((button) => button.id === id)) throw new Error('This button is gone');
    return;
  }

  const menu = menus.find((candidate) => candidate.id === id);
  const isOffered = (value: string) => menu?.entries.some((entry) => entry.value === value);
  if (!menu) throw new Error('This menu is gone');
  if (!values.every(isOffered)) throw new Error('This menu has no such entry');
}

function toComponentData(customId: string, values: readonly string[] | undefined): Json {
  const component = { custom_id: customId, id: 0 };
  return values
    ? { ...component, component_type: STRING_SELECT, values }
    : { ...component, component_type: BUTTON };
}

function findCommand(
  world: World,
  book: CommandBook,
  channel: Channel,
  name: string,
  type: number,
): AppCommand {
  const command = book
    .availableIn(commandPlaceOf(world, channel))
    .find((candidate) => candidate.name === name && candidate.type === type);
  if (!command) throw new Error(`There is no command /${name}`);
  return command;
}

/** The fixed choices that begin with the typed text. The client finds them without the bot. */
function matchFixedChoices(shape: Json | undefined, typed: string): Choice[] {
  const choices: readonly Json[] = Array.isArray(shape?.choices) ? shape.choices : [];
  return choices
    .map(({ name, value }) => ({ name: String(name), value: String(value) }))
    .filter(({ name }) => name.toLowerCase().startsWith(typed.toLowerCase()));
}
