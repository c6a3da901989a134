import { omitUndefined } from '../../../src/lib/omit-undefined.ts';
import type { ShownForm, ShownFormField } from '../../shown-message.ts';
import { type Interactions, interactionKind } from '../interactions.ts';
import { toMessageJson } from '../json/message-json.ts';
import type { Json } from '../json.ts';
import { buildInteractionPayload } from '../people/interaction-payload.ts';
import type { Channel, World } from '../world.ts';
import type { DiscordControls } from './discord-controls.ts';

/** A modal that the bot opened for a person. */
interface OpenModal {
  readonly channel: Channel;
  readonly json: Json;
  /** The id of the message whose button opened it. */
  readonly sourceId?: string;
}

/** The modals that wait on people's screens, at most one for each person. */
export interface Modals extends Pick<DiscordControls, 'modal' | 'submitModal'> {
  /** Shows a modal to a person, in place of the one before. */
  open(userId: string, modal: OpenModal): void;
  /** The modal on a person's screen. */
  find(userId: string): ShownForm | undefined;
  close(userId: string): void;
}

/** The type of a component that labels one input. */
const LABEL = 18;
/** The style of an input of several lines. */
const PARAGRAPH = 2;
const MAX_CHARACTERS = 4000;

/** Creates the modals; a submitted one goes to the bot as an interaction. */
export function createModals(world: World, interactions: Interactions): Modals {
  const openModals = new Map<string, OpenModal>();

  const find = (userId: string) => {
    const modal = openModals.get(userId);
    return modal && toShownForm(modal.json);
  };

  return {
    open(userId, modal) {
      openModals.set(userId, modal);
      const form = toShownForm(modal.json);
      world.publish({ kind: 'form', channelId: modal.channel.id, userId, form });
    },
    find,
    close: (userId) => openModals.delete(userId),
    modal(personId = world.meId) {
      const modal = openModals.get(personId);
      if (!modal) return undefined;

      const { id, title, fields } = toShownForm(modal.json);
      return { id, title, inputs: fields.map((field) => field.id) };
    },
    async submitModal(values, personId = world.meId) {
      const modal = openModals.get(personId);
      if (!modal) throw new Error('No modal is open');
      for (const field of toShownForm(modal.json).fields) checkValue(field, values[field.id]);
      openModals.delete(personId);

      const { channel, json, sourceId } = modal;
      const source = channel.messages.get(sourceId ?? '');
      const interaction = omitUndefined({
        kind: interactionKind.modalSubmit,
        name: '',
        channelId: channel.id,
        userId: personId,
        sourceId,
      } as const);
      const payload = omitUndefined({
        ...buildInteractionPayload(world, channel, personId),
        data: { custom_id: json.custom_id, components: fillInputs(json, values) },
        message: source && toMessageJson(world, channel, source, true),
      });
      await interactions.send(interaction, payload);
    },
  };
}

function asList(value: unknown): readonly Json[] {
  return Array.isArray(value) ? value : [];
}

/** The one input of a label, or the inputs of an action row. */
function childrenOf(component: Json): readonly Json[] {
  return component.type === LABEL ? asList([component.component]) : asList(component.components);
}

function toShownForm(modal: Json): ShownForm {
  return {
    id: String(modal.custom_id),
    title: String(modal.title),
    fields: asList(modal.components).flatMap((component) =>
      childrenOf(component).map((input) => toField(input, component.label ?? input.label)),
    ),
  };
}

function toField(input: Json, label: unknown): ShownFormField {
  return omitUndefined({
    id: String(input.custom_id),
    label: String(label ?? ''),
    value: String(input.value ?? ''),
    placeholder: typeof input.placeholder === 'string' ? input.placeholder : undefined,
    isLong: input.style === PARAGRAPH,
    // Discord's default.
    isRequired: input.required !== false,
    minCharacters: Number(input.min_length ?? 0),
    maxCharacters: Number(input.max_length ?? MAX_CHARACTERS),
  });
}

/** Discord's client does not send a form with a value of a wrong length. */
function checkValue(field: ShownFormField, value = field.value): void {
  const { label, isRequired, minCharacters, maxCharacters } = field;
  const least = isRequired ? Math.max(1, minCharacters) : 0;
  if (value.length < least) throw new Error(`${label}: this field is required`);
  if (value.length > maxCharacters)
    throw new Error(`${label}: at most ${maxCharacters} characters`);
}

/** The modal's components as the client submits them. */
function fillInputs(modal: Json, values: Readonly<Record<string, string>>): readonly Json[] {
  const fillInput = ({ type, custom_id, value }: Json, id: number) => ({
    type,
    id,
    custom_id,
    value: values[String(custom_id)] ?? value ?? '',
  });

  return asList(modal.components).map((component, id) => {
    const inputs = childrenOf(component).map(fillInput);
    return component.type === LABEL
      ? { type: LABEL, id, component: inputs[0] }
      : { type: component.type, id, components: inputs };
  });
}
