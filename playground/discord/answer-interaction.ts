import { omitUndefined } from '../../src/lib/omit-undefined.ts';
import { ApiError } from './api-error.ts';
import { defaultMentions, type MessageForm } from './forms/message-form.ts';
import { type Interaction, interactionKind } from './interactions.ts';
import { type Attachment, type Message, messageFlag } from './message.ts';
import { createMessage, editMessage } from './messages.ts';
import type { Channel, World } from './world.ts';

/** Finds the channel in which an interaction is answered. */
export function findInteractionChannel(world: World, { channelId }: Interaction): Channel {
  const channel = world.channels.get(channelId);
  if (!channel) throw ApiError.unknownChannel();
  return channel;
}

/** Creates a message that answers an interaction: its first answer, or a follow-up. */
export function answerInteraction(
  world: World,
  interaction: Interaction,
  channel: Channel,
  form: MessageForm,
  attachments: readonly Attachment[],
): Message {
  const message = createMessage(world, channel, {
    ...answerFields(world, interaction, form.flags ?? 0),
    form,
    attachments,
  });
  interaction.answerId ??= message.id;
  return message;
}

/** Shows "thinking". The first edit of `@original` or the first follow-up gives it a text. */
export function deferAnswer(
  world: World,
  interaction: Interaction,
  channel: Channel,
  flags: number,
): Message {
  const form: MessageForm = { allowedMentions: defaultMentions, enforceNonce: false };
  const message = createMessage(world, channel, {
    ...answerFields(world, interaction, flags),
    form,
    loading: true,
  });
  interaction.answerId = message.id;
  return message;
}

/** Edits the message whose component was used. */
export function updateSourceMessage(
  world: World,
  interaction: Interaction,
  channel: Channel,
  form: MessageForm,
  attachments: readonly Attachment[],
): Message {
  const message = channel.messages.get(interaction.sourceId ?? '');
  if (!message) throw ApiError.unknownMessage();
  interaction.answerId = message.id;
  return editMessage(world, channel, message, form, attachments);
}

/** Finds a message of this interaction, by its id or as `@original`. */
export function findAnswer(interaction: Interaction, channel: Channel, messageId: string): Message {
  const id = messageId === '@original' ? interaction.answerId : messageId;
  const message = channel.messages.get(id ?? '');
  const isAnswer =
    message?.interaction?.id === interaction.id || message?.id === interaction.answerId;
  if (!message || !isAnswer) throw ApiError.unknownMessage();
  return message;
}

/** The fields that all answers to an interaction share. */
function answerFields(world: World, { id, kind, name, userId }: Interaction, flags: number) {
  if (kind === interactionKind.autocompletion) throw ApiError.unknownWebhook();
  const isEphemeral = (flags & messageFlag.ephemeral) !== 0;
  return omitUndefined({
    authorId: world.botId,
    interaction: { id, kind, name, userId },
    onlyFor: isEphemeral ? userId : undefined,
  });
}
