import { omitUndefined } from '../../../src/lib/omit-undefined.ts';
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
}

/** The type of a component that labels one input. */
const LABEL = 18;

/** Creates the modals; a submitted one goes to the bot as an interaction. */
export function createModals(world: World, interactions: Interactions): Modals {
  const openModals = new Map<string, OpenModal>();

  return {
    open: (userId, modal) => openModals.set(userId, modal),
    modal(personId = world.meId) {
      const modal = openModals.get(personId);
      if (!modal) return undefined;

      const { custom_id, title } = modal.json;
      const inputs = listInputs(modal.json).map((input) => String(input.custom_id));
      return { id: String(custom_id), title: String(title), inputs };
    },
    async submitModal(values, personId = world.meId) {
      const modal = openModals.get(personId);
      if (!modal) throw new Error('No modal is open');
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

function listInputs(modal: Json): readonly Json[] {
  return asList(modal.components).flatMap(childrenOf);
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
