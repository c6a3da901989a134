import type { LocalNetwork } from '../../local-network.ts';
import type { AppCommand, CommandBook } from '../command-book.ts';
import type { Modals } from '../controls/modals.ts';
import type { Interactions, Outcome } from '../interactions.ts';
import { toMessageJson } from '../json/message-json.ts';
import type { Json } from '../json.ts';
import type { LocalDiscord } from '../local-discord.ts';
import { hasPermission } from '../permissions.ts';
import type { Channel, World } from '../world.ts';
import { findChannel, findMessage } from './client-messages.ts';
import { buildCommandData, readOptionShapes } from './command-data.ts';
import { buildInteractionPayload } from './interaction-payload.ts';
import { toShownMessage } from './to-shown.ts';

const CHAT_INPUT = 1;
const MESSAGE_MENU = 3;

export type ClientInteractions = Pick<LocalDiscord, 'commands' | 'run' | 'complete' | 'press'>;

/** Slash commands, autocompletion and buttons, as people use them. What opens a modal puts it on `modals`. */
export function createClientInteractions(
  world: World,
  book: CommandBook,
  interactions: Interactions,
  modals: Modals,
): ClientInteractions {
  const finish = (channel: Channel, userId: string, outcome: Outcome, sourceId?: string) => {
    if (outcome.kind === 'modal')
      modals.open(userId, {
        channel,
        json: outcome.modal,
        ...(sourceId !== undefined && { sourceId }),
      });
  };

  return {
    commands(roomId) {
      const offered = book
        .availableIn(findChannel(world, roomId).guildId)
        .filter(({ type }) => type === CHAT_INPUT);
      return offered.map((command) => ({
        name: command.name,
        description: String(command.json.description),
        options: readOptionShapes(command).map(({ name, description, autocomplete }) => ({
          name,
          description: String(description),
          autocomplete: autocomplete === true,
        })),
      }));
    },
    async run({ roomId, authorId = world.meId, name, options = {}, targetId }) {
      const channel = findChannel(world, roomId);
      if (!hasPermission(world, channel, authorId, 'useCommands'))
        throw new Error('You may not use commands here');
      const command = commandOf(
        book,
        channel,
        name,
        targetId === undefined ? CHAT_INPUT : MESSAGE_MENU,
      );
      const data = buildCommandData(world, channel, {
        command,
        options,
        ...(targetId !== undefined && { targetId }),
      });
      const payload = { ...buildInteractionPayload(world, channel, authorId), data };
      const outcome = await interactions.send(
        { kind: 2, name, channelId: channel.id, userId: authorId },
        payload,
      );
      finish(channel, authorId, outcome);
    },
    async complete({ roomId, authorId = world.meId, name, option, typed }) {
      const channel = findChannel(world, roomId);
      const command = commandOf(book, channel, name, CHAT_INPUT);
      const shape = readOptionShapes(command).find((each) => each.name === option);
      if (shape?.autocomplete !== true) return fixedChoices(shape, typed);
      const data = buildCommandData(world, channel, {
        command,
        options: { [option]: typed },
        focused: option,
      });
      const payload = { ...buildInteractionPayload(world, channel, authorId), data };
      const outcome = await interactions.send(
        { kind: 4, name, channelId: channel.id, userId: authorId },
        payload,
      );
      return outcome.kind === 'choices' ? outcome.choices : [];
    },
    async press({
      roomId,
      authorId = world.meId,
      messageId,
      buttonId,
    }: Parameters<LocalNetwork['press']>[0]) {
      const channel = findChannel(world, roomId);
      const message = findMessage(channel, messageId, authorId);
      const buttons = toShownMessage(world, message).buttons.flat();
      if (!buttons.some(({ id }) => id === buttonId)) throw new Error('This button is gone');
      const payload = {
        ...buildInteractionPayload(world, channel, authorId),
        data: { custom_id: buttonId, component_type: 2, id: 0 },
        message: toMessageJson(world, channel, message, true),
      };
      const outcome = await interactions.send(
        { kind: 3, name: '', channelId: channel.id, userId: authorId, sourceId: message.id },
        payload,
      );
      finish(channel, authorId, outcome, message.id);
    },
  };
}

function commandOf(book: CommandBook, channel: Channel, name: string, type: number): AppCommand {
  const command = book
    .availableIn(channel.guildId)
    .find((each) => each.name === name && each.type === type);
  if (!command) throw new Error(`There is no command /${name}`);
  return command;
}

/** The client completes fixed choices by itself. */
function fixedChoices(shape: Json | undefined, typed: string): { name: string; value: string }[] {
  const choices: readonly Json[] = Array.isArray(shape?.choices) ? shape.choices : [];
  return choices
    .map(({ name, value }) => ({ name: String(name), value: String(value) }))
    .filter(({ name }) => name.toLowerCase().startsWith(typed.toLowerCase()));
}
