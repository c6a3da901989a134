import { answerInteraction, answerPlace, findAnswer } from '../answer-interaction.ts';
import { Form } from '../forms/form.ts';
import { readMessageForm } from '../forms/message-form.ts';
import {
  noContent,
  ok,
  type Route,
  type RouteAnswer,
  type RouteCall,
  type RouteContext,
} from '../http/route.ts';
import type { Interaction } from '../interactions.ts';
import { toMessageJson } from '../json/message-json.ts';
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

function pace(): Pick<Route, 'rateName' | 'needsNoToken'> {
  return { rateName: 'interactionWebhook', needsNoToken: true };
}

function interactionIn({ interactions }: RouteContext, call: RouteCall): Interaction {
  return interactions.findAcknowledged(call.param('application'), call.param('token'));
}

function messageIn(
  site: RouteContext,
  call: RouteCall,
): { readonly channel: Channel; readonly message: Message } {
  const interaction = interactionIn(site, call);
  const { channel } = answerPlace(site.world, interaction);
  return { channel, message: findAnswer(interaction, channel, call.param('message')) };
}

function shown({ world }: RouteContext, channel: Channel, message: Message): RouteAnswer {
  return ok(toMessageJson(world, channel, message, true));
}

function followUp(site: RouteContext, call: RouteCall): RouteAnswer {
  const { world } = site;
  const interaction = interactionIn(site, call);
  const { channel } = answerPlace(world, interaction);
  const form = readMessageForm(Form.ofBody(call.body ?? {}));
  const original = channel.messages.get(interaction.answerId ?? '');
  // The first follow-up of a deferred answer takes its place.
  if (original && (original.flags & messageFlag.loading) !== 0) {
    return shown(site, channel, editMessage(world, channel, original, form, call.files));
  }
  return shown(site, channel, answerInteraction(world, interaction, channel, form, call.files));
}

function get(site: RouteContext, call: RouteCall): RouteAnswer {
  const { channel, message } = messageIn(site, call);
  return shown(site, channel, message);
}

function edit(site: RouteContext, call: RouteCall): RouteAnswer {
  const { channel, message } = messageIn(site, call);
  const form = readMessageForm(Form.ofBody(call.body ?? {}), message.flags);
  return shown(site, channel, editMessage(site.world, channel, message, form, call.files));
}

function remove(site: RouteContext, call: RouteCall): RouteAnswer {
  const { channel, message } = messageIn(site, call);
  removeMessage(site.world, channel, message);
  return noContent;
}
