import { answerInteraction, findAnswer, findInteractionChannel } from '../answer-interaction.ts';
import { ApiError } from '../api-error.ts';
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

/** All routes here have the token in their path, and share one rate limit per token and method. */
const BY_TOKEN = { rateName: 'interactionWebhook', needsNoToken: true } as const;
/**
 * The follow-ups of an interaction that only the installation of a person allows:
 * https://discord.com/developers/docs/change-log, June 27, 2024.
 */
const MAX_FOREIGN_FOLLOW_UPS = 5;
const MESSAGE_PATH = '/webhooks/:application/:token/messages/:message';

/** The routes of further answers to an interaction, by its token. */
export const webhookRoutes: readonly Route[] = [
  { method: 'POST', path: '/webhooks/:application/:token', ...BY_TOKEN, handle: createFollowUp },
  { method: 'GET', path: MESSAGE_PATH, ...BY_TOKEN, handle: getMessage },
  { method: 'PATCH', path: MESSAGE_PATH, ...BY_TOKEN, handle: changeMessage },
  { method: 'DELETE', path: MESSAGE_PATH, ...BY_TOKEN, handle: deleteMessage },
];

function findInteraction({ interactions }: RouteContext, call: RouteCall): Interaction {
  return interactions.findAcknowledged(call.param('application'), call.param('token'));
}

function findPathMessage(
  context: RouteContext,
  call: RouteCall,
): { readonly channel: Channel; readonly message: Message } {
  const interaction = findInteraction(context, call);
  const channel = findInteractionChannel(context.world, interaction);
  return { channel, message: findAnswer(interaction, channel, call.param('message')) };
}

function answerWith({ world }: RouteContext, channel: Channel, message: Message): RouteAnswer {
  return ok(toMessageJson(world, channel, message, true));
}

function createFollowUp(context: RouteContext, call: RouteCall): RouteAnswer {
  const { world } = context;
  const interaction = findInteraction(context, call);
  const channel = findInteractionChannel(world, interaction);
  const form = readMessageForm(Form.ofBody(call.body ?? {}));

  const original = channel.messages.get(interaction.answerId ?? '');
  const isDeferred = original !== undefined && (original.flags & messageFlag.loading) !== 0;
  if (interaction.isForeign && !isDeferred) {
    if (interaction.followUps >= MAX_FOREIGN_FOLLOW_UPS) throw ApiError.tooManyFollowUps();
    interaction.followUps += 1;
  }
  // The first follow-up of a deferred answer takes that answer's place.
  const message = isDeferred
    ? editMessage(world, channel, original, form, call.files)
    : answerInteraction(world, interaction, channel, form, call.files);
  return answerWith(context, channel, message);
}

function getMessage(context: RouteContext, call: RouteCall): RouteAnswer {
  const { channel, message } = findPathMessage(context, call);
  return answerWith(context, channel, message);
}

function changeMessage(context: RouteContext, call: RouteCall): RouteAnswer {
  const { channel, message } = findPathMessage(context, call);
  const form = readMessageForm(Form.ofBody(call.body ?? {}), message.flags);
  editMessage(context.world, channel, message, form, call.files);
  return answerWith(context, channel, message);
}

function deleteMessage(context: RouteContext, call: RouteCall): RouteAnswer {
  const { channel, message } = findPathMessage(context, call);
  removeMessage(context.world, channel, message);
  return noContent;
}
