import type { LocalNetwork } from '../../local-network.ts';
import type { AppCommand, CommandBook } from '../command-book.ts';
import type { ModalDesk } from '../controls/modals.ts';
import type { Interactions, Outcome } from '../interactions.ts';
import { messageJson } from '../json/message-json.ts';
import type { Json } from '../json.ts';
import type { LocalDiscord } from '../local-discord.ts';
import { may } from '../permissions.ts';
import type { Channel, World } from '../world.ts';
import { channelOf, messageOf } from './client-messages.ts';
import { commandData, optionShapes } from './command-data.ts';
import { interactionPayload } from './interaction-payload.ts';
import { shownMessage } from './to-shown.ts';

const CHAT_INPUT = 1;
const MESSAGE_MENU = 3;

export type Interact = Pick<LocalDiscord, 'commands' | 'run' | 'complete' | 'press'>;

/** Slash commands, autocompletion and buttons, as people use them. What opens a modal puts it on `modals`. */
export function interact(
  world: World,
  book: CommandBook,
  interactions: Interactions,
  modals: ModalDesk,
): Interact {
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
        .offered(channelOf(world, roomId).guildId)
        .filter(({ type }) => type === CHAT_INPUT);
      return offered.map((command) => ({
        name: command.name,
        description: String(command.json.description),
        options: optionShapes(command).map(({ name, description, autocomplete }) => ({
          name,
          description: String(description),
          autocomplete: autocomplete === true,
        })),
      }));
    },
    async run({ roomId, authorId = world.meId, name, options = {}, targetId }) {
      const channel = channelOf(world, roomId);
      if (!may(world, channel, authorId, 'useCommands'))
        throw new Error('You may not use commands here');
      const command = commandOf(
        book,
        channel,
        name,
        targetId === undefined ? CHAT_INPUT : MESSAGE_MENU,
      );
      const data = commandData(world, channel, {
        command,
        options,
        ...(targetId !== undefined && { targetId }),
      });
      const payload = { ...interactionPayload(world, channel, authorId), data };
      const outcome = await interactions.send(
        { kind: 2, name, channelId: channel.id, userId: authorId },
        payload,
      );
      finish(channel, authorId, outcome);
    },
    async complete({ roomId, authorId = world.meId, name, option, typed }) {
      const channel = channelOf(world, roomId);
      const command = commandOf(book, channel, name, CHAT_INPUT);
      const shape = optionShapes(command).find((each) => each.name === option);
      if (shape?.autocomplete !== true) return fixedChoices(shape, typed);
      const data = commandData(world, channel, {
        command,
        options: { [option]: typed },
        focused: option,
      });
      const payload = { ...interactionPayload(world, channel, authorId), data };
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
      const channel = channelOf(world, roomId);
      const message = messageOf(channel, messageId, authorId);
      const buttons = shownMessage(world, message).buttons.flat();
      if (!buttons.some(({ id }) => id === buttonId)) throw new Error('This button is gone');
      const payload = {
        ...interactionPayload(world, channel, authorId),
        data: { custom_id: buttonId, component_type: 2, id: 0 },
        message: messageJson(world, channel, message, true),
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
    .offered(channel.guildId)
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
