import { omitUndefined } from '../../../src/lib/omit-undefined.ts';
import {
  answerInteraction,
  deferAnswer,
  findInteractionChannel,
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
import { type Choice, type Interaction, interactionKind, type Outcome } from '../interactions.ts';
import { toMessageJson } from '../json/message-json.ts';
import type { Message } from '../message.ts';

/** Callback types. Each is allowed for some kinds of interactions only. */
const MESSAGE = 4;
const DEFERRED_MESSAGE = 5;
const DEFERRED_UPDATE = 6;
const UPDATE = 7;
const CHOICES = 8;
const MODAL = 9;

/** The route of the first answer to an interaction. */
export const callbackRoutes: readonly Route[] = [
  {
    method: 'POST',
    path: '/interactions/:interaction/:token/callback',
    needsNoToken: true,
    handle: acknowledge,
  },
];

function acknowledge(context: RouteContext, call: RouteCall): RouteAnswer {
  const { interactions } = context;
  const interaction = interactions.findWaiting(call.param('interaction'), call.param('token'));
  const form = Form.ofBody(call.body);
  const type = form.field('type').required().oneOf(allowedTypes(interaction)) ?? MESSAGE;
  form.throwIfInvalid();

  const { message, outcome } = respond(context, interaction, form.field('data'), type, call);
  interactions.acknowledge(interaction, outcome ?? { kind: 'answered' });

  const wantsResponse = ['true', '1'].includes(call.query.get('with_response') ?? '');
  if (!wantsResponse) return noContent;
  return ok({
    interaction: {
      id: interaction.id,
      type: interaction.kind,
      ...toResponseFields(message, type),
    },
    resource: omitUndefined({ type, message: message && toResourceJson(context, message) }),
  });
}

function toResponseFields(message: Message | undefined, type: number) {
  if (!message) return {};
  return {
    response_message_id: message.id,
    response_message_loading: type === DEFERRED_MESSAGE,
    response_message_ephemeral: message.onlyFor !== undefined,
  };
}

function toResourceJson({ world }: RouteContext, message: Message) {
  const channel = world.channels.get(message.channelId);
  if (!channel) throw ApiError.unknownChannel();
  return toMessageJson(world, channel, message, true);
}

function allowedTypes({ kind, sourceId }: Interaction): readonly number[] {
  if (kind === interactionKind.autocompletion) return [CHOICES];
  const updates = sourceId === undefined ? [] : [DEFERRED_UPDATE, UPDATE];
  const modals = kind === interactionKind.modalSubmit ? [] : [MODAL];
  return [MESSAGE, DEFERRED_MESSAGE, ...updates, ...modals];
}

/**
 * Does what the callback type says. Returns the message that it created or edited, and the outcome
 * where it is not 'answered'.
 */
function respond(
  { world }: RouteContext,
  interaction: Interaction,
  data: Form,
  type: number,
  { files }: RouteCall,
): { message?: Message; outcome?: Outcome } {
  const channel = findInteractionChannel(world, interaction);

  switch (type) {
    case MESSAGE: {
      const form = readMessageForm(data);
      return { message: answerInteraction(world, interaction, channel, form, files) };
    }
    case DEFERRED_MESSAGE: {
      const flags = data.field('flags').integer() ?? 0;
      return { message: deferAnswer(world, interaction, channel, flags) };
    }
    case UPDATE: {
      const form = readMessageForm(data);
      return { message: updateSourceMessage(world, interaction, channel, form, files) };
    }
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
  const choices = (data.field('choices').required().list(0, 25) ?? []).map(readChoice);
  data.throwIfInvalid();
  return choices;
}

function readChoice(choice: Form): Choice {
  choice.required().object();
  const name = choice.field('name').required().text(1, 100) ?? '';
  const field = choice.field('value');
  const value = typeof field.value === 'number' ? field.value : field.required().text(1, 100);
  return { name, value: String(value) };
}
