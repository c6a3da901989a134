import {
  answerInteraction,
  answerPlace,
  deferAnswer,
  updateSourceMessage,
} from '../answer-interaction.ts';
import { ApiError } from '../api-error.ts';
import { Form } from '../forms/form.ts';
import { readMessageForm } from '../forms/message-form.ts';
import { readModal } from '../forms/read-modal.ts';
import {
  noContent,
  ok,
  type Route,
  type RouteAnswer,
  type RouteCall,
  type RouteContext,
} from '../http/route.ts';
import type { Choice, Interaction, Outcome } from '../interactions.ts';
import { toMessageJson } from '../json/message-json.ts';
import type { Message } from '../message.ts';

/** Callback types; each is allowed for some kinds of interactions only. */
const MESSAGE = 4;
const DEFERRED_MESSAGE = 5;
const DEFERRED_UPDATE = 6;
const UPDATE = 7;
const CHOICES = 8;
const MODAL = 9;

/** The first answer to an interaction. */
export const callbackRoutes: readonly Route[] = [
  {
    method: 'POST',
    path: '/interactions/:interaction/:token/callback',
    needsNoToken: true,
    handle: acknowledge,
  },
];

function acknowledge(site: RouteContext, call: RouteCall): RouteAnswer {
  const interaction = site.interactions.findWaiting(call.param('interaction'), call.param('token'));
  const form = Form.ofBody(call.body);
  const type = form.field('type').required().oneOf(allowedTypes(interaction));
  form.throwIfInvalid();
  const { message, outcome } = respond(
    site,
    interaction,
    form.field('data'),
    type ?? MESSAGE,
    call,
  );
  site.interactions.acknowledge(interaction, outcome ?? { kind: 'answered' });
  if (!['true', '1'].includes(call.query.get('with_response') ?? '')) return noContent;
  return ok({
    interaction: {
      id: interaction.id,
      type: interaction.kind,
      ...(message && {
        response_message_id: message.id,
        response_message_loading: type === DEFERRED_MESSAGE,
        response_message_ephemeral: message.onlyFor !== undefined,
      }),
    },
    resource: { type, ...(message && { message: resource(site, message) }) },
  });
}

function resource({ world }: RouteContext, message: Message) {
  const channel = world.channels.get(message.channelId);
  if (!channel) throw ApiError.unknownChannel();
  return toMessageJson(world, channel, message, true);
}

function allowedTypes({ kind, sourceId }: Interaction): readonly number[] {
  if (kind === 4) return [CHOICES];
  const updates = sourceId === undefined ? [] : [DEFERRED_UPDATE, UPDATE];
  return [MESSAGE, DEFERRED_MESSAGE, ...updates, ...(kind === 5 ? [] : [MODAL])];
}

function respond(
  { world }: RouteContext,
  interaction: Interaction,
  data: Form,
  type: number,
  call: RouteCall,
): { message?: Message; outcome?: Outcome } {
  const { channel } = answerPlace(world, interaction);
  switch (type) {
    case MESSAGE:
      return {
        message: answerInteraction(world, interaction, channel, readMessageForm(data), call.files),
      };
    case DEFERRED_MESSAGE:
      return {
        message: deferAnswer(world, interaction, channel, data.field('flags').integer() ?? 0),
      };
    case UPDATE:
      return {
        message: updateSourceMessage(
          world,
          interaction,
          channel,
          readMessageForm(data),
          call.files,
        ),
      };
    case CHOICES:
      return { outcome: { kind: 'choices', choices: readChoices(data) } };
    case MODAL: {
      const modal = readModal(data);
      data.throwIfInvalid();
      return { outcome: { kind: 'modal', modal } };
    }
    default:
      if (interaction.sourceId !== undefined) interaction.answerId = interaction.sourceId;
      return {};
  }
}

function readChoices(data: Form): readonly Choice[] {
  const choices = (data.field('choices').required().list(0, 25) ?? []).map((choice) => {
    choice.required().object();
    const name = choice.field('name').required().text(1, 100) ?? '';
    const value = choice.field('value');
    return {
      name,
      value: String(typeof value.value === 'number' ? value.value : value.required().text(1, 100)),
    };
  });
  data.throwIfInvalid();
  return choices;
}
