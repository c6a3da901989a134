import { ApiError } from './api-error.ts';
import { defaultMentions, type MessageForm } from './forms/message-form.ts';
import type { Interaction } from './interactions.ts';
import { type Attachment, type Message, messageFlag } from './message.ts';
import { createMessage, editMessage } from './messages.ts';
import type { Channel, World } from './world.ts';

/** Where an interaction is answered. */
export function answerPlace(
  world: World,
  { channelId }: Interaction,
): { readonly channel: Channel } {
  const channel = world.channels.get(channelId);
  if (!channel) throw ApiError.unknownChannel();
  return { channel };
}

/** Puts a message for an interaction: its first answer, or one more. */
export function answerInteraction(
  world: World,
  interaction: Interaction,
  channel: Channel,
  form: MessageForm,
  attachments: readonly Attachment[],
): Message {
  const message = createMessage(world, channel, {
    ...base(world, interaction, form.flags ?? 0),
    form,
    attachments,
  });
  interaction.answerId ??= message.id;
  return message;
}

/** Shows "thinking", for the first edit of `@original` or the first follow-up to fill. */
export function deferAnswer(
  world: World,
  interaction: Interaction,
  channel: Channel,
  flags: number,
): Message {
  const form: MessageForm = { allowedMentions: defaultMentions, enforceNonce: false };
  const message = createMessage(world, channel, {
    ...base(world, interaction, flags),
    form,
    loading: true,
  });
  interaction.answerId = message.id;
  return message;
}

/** Changes the message whose component was used. */
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

/** A message of this interaction, by its id or as `@original`. */
export function findAnswer(interaction: Interaction, channel: Channel, messageId: string): Message {
  const id = messageId === '@original' ? interaction.answerId : messageId;
  const message = channel.messages.get(id ?? '');
  const isIts = message?.interaction?.id === interaction.id || message?.id === interaction.answerId;
  if (!message || !isIts) throw ApiError.unknownMessage();
  return message;
}

function base(world: World, { id, kind, name, userId }: Interaction, flags: number) {
  if (kind === 4) throw ApiError.unknownWebhook();
  return {
    authorId: world.botId,
    interaction: { id, kind, name, userId },
    ...((flags & messageFlag.ephemeral) !== 0 && { onlyFor: userId }),
  };
}
