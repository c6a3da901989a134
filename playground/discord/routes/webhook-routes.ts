import { answerInteraction, answerOf, answerPlace } from '../answer-interaction.ts';
import { Form } from '../forms/form.ts';
import { readMessageForm } from '../forms/message-form.ts';
import { type Answer, type Call, noContent, ok, type Route, type Site } from '../http/route.ts';
import type { Interaction } from '../interactions.ts';
import { messageJson } from '../json/message-json.ts';
import { type Message, messageFlag } from '../message.ts';
import { editMessage, removeMessage } from '../messages.ts';
import type { Channel } from '../world.ts';

/** Further answers to an interaction, by its token. */
export const webhookRoutes: readonly Route[] = [
  { method: 'POST', path: '/webhooks/:application/:token', ...pace(), handle: followUp },
  {
    method: 'GET',
    path: '/webhooks/:application/:token/messages/:message',
    ...pace(),
    handle: get,
  },
  {
    method: 'PATCH',
    path: '/webhooks/:application/:token/messages/:message',
    ...pace(),
    handle: edit,
  },
  {
    method: 'DELETE',
    path: '/webhooks/:application/:token/messages/:message',
    ...pace(),
    handle: remove,
  },
];

function pace(): Pick<Route, 'limit' | 'open'> {
  return { limit: 'interactionWebhook', open: true };
}

function interactionIn({ interactions }: Site, call: Call): Interaction {
  return interactions.acknowledged(call.param('application'), call.param('token'));
}

function messageIn(
  site: Site,
  call: Call,
): { readonly channel: Channel; readonly message: Message } {
  const interaction = interactionIn(site, call);
  const { channel } = answerPlace(site.world, interaction);
  return { channel, message: answerOf(interaction, channel, call.param('message')) };
}

function shown({ world }: Site, channel: Channel, message: Message): Answer {
  return ok(messageJson(world, channel, message, true));
}

function followUp(site: Site, call: Call): Answer {
  const { world } = site;
  const interaction = interactionIn(site, call);
  const { channel } = answerPlace(world, interaction);
  const form = readMessageForm(Form.of(call.body ?? {}));
  const original = channel.messages.get(interaction.answerId ?? '');
  // The first follow-up of a deferred answer takes its place.
  if (original && (original.flags & messageFlag.loading) !== 0) {
    return shown(site, channel, editMessage(world, channel, original, form, call.files));
  }
  return shown(site, channel, answerInteraction(world, interaction, channel, form, call.files));
}

function get(site: Site, call: Call): Answer {
  const { channel, message } = messageIn(site, call);
  return shown(site, channel, message);
}

function edit(site: Site, call: Call): Answer {
  const { channel, message } = messageIn(site, call);
  const form = readMessageForm(Form.of(call.body ?? {}), message.flags);
  return shown(site, channel, editMessage(site.world, channel, message, form, call.files));
}

function remove(site: Site, call: Call): Answer {
  const { channel, message } = messageIn(site, call);
  removeMessage(site.world, channel, message);
  return noContent;
}
