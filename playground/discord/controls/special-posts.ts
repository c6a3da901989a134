import { Form } from '../forms/form.ts';
import { readMessageForm } from '../forms/message-form.ts';
import type { Attachment, Message } from '../message.ts';
import { createMessage, removeMessage } from '../messages.ts';
import { findChannel, findMessage, readTypedText } from '../people/client-messages.ts';
import { toPerson, toShownMessage } from '../people/to-shown.ts';
import type { World } from '../world.ts';
import type { DiscordControls } from './discord-controls.ts';

type SpecialPosts = Pick<
  DiscordControls,
  'post' | 'unfurl' | 'proxy' | 'sayAsWebhook' | 'expireFiles'
>;

/** The real id of PluralKit's application. Its webhooks carry it. */
const PLURALKIT_ID = '466378653216014359';

/** Creates the switches for messages that other bots and webhooks post. */
export function createSpecialPosts(world: World): SpecialPosts {
  const sayAsWebhook: SpecialPosts['sayAsWebhook'] = ({ roomId, name, text, ...rest }) => {
    const channel = findChannel(world, roomId);
    const { applicationId, embeds = [] } = rest;
    const webhookId = world.nextId();
    const form = { ...readTypedText(world, channel, text), embeds };
    const message = createMessage(world, channel, {
      authorId: webhookId,
      form,
      attachments: rest.attachments ?? [],
      webhook: { id: webhookId, name, ...(applicationId === undefined ? {} : { applicationId }) },
    });
    return toShownMessage(world, message);
  };

  return {
    post(roomId, authorId, body) {
      const channel = findChannel(world, roomId);
      const form = readMessageForm(Form.ofBody(body));
      return toShownMessage(world, createMessage(world, channel, { authorId, form }));
    },
    unfurl(roomId, messageId, embed) {
      const channel = findChannel(world, roomId);
      const message = findMessage(channel, messageId);
      message.embeds = [...message.embeds, { ...embed }];
      world.publish({ kind: 'message-edited', message, channel });
    },
    sayAsWebhook,
    proxy(roomId, messageId, name) {
      const channel = findChannel(world, roomId);
      const original = findMessage(channel, messageId);
      const replied = channel.messages.get(original.replyTo ?? '');
      const proxied = sayAsWebhook({
        roomId,
        name,
        text: original.content,
        applicationId: PLURALKIT_ID,
        embeds: replied ? [toReplyEmbed(world, replied)] : [],
        attachments: original.attachments.map((file) => copyAttachment(world, file)),
      });
      removeMessage(world, channel, original);
      return proxied;
    },
    expireFiles: () => world.fileAddresses.expireAll(),
  };
}

/** Webhooks cannot reply: PluralKit shows the message that is replied to in an embed. */
function toReplyEmbed(world: World, replied: Message) {
  const { id, channelId, content, authorId } = replied;
  const guildId = world.channels.get(channelId)?.guildId ?? '@me';
  const link = `https://discord.com/channels/${guildId}/${channelId}/${id}`;
  return {
    type: 'rich',
    author: { name: `${toPerson(world, authorId).name} ↩️` },
    description: `**[Reply to:](${link})** ${content.slice(0, 100)}`,
  };
}

/** A webhook uploads the files once more. */
function copyAttachment(world: World, attachment: Attachment): Attachment {
  return { ...attachment, id: world.nextId() };
}
