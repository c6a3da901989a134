import type { Interactions } from '../interactions.ts';
import { toMessageJson } from '../json/message-json.ts';
import type { Json } from '../json.ts';
import { buildInteractionPayload } from '../people/interaction-payload.ts';
import type { Channel, World } from '../world.ts';
import type { DiscordControls } from './discord-controls.ts';

interface OpenModal {
  readonly channel: Channel;
  readonly json: Json;
  /** The message whose button opened it. */
  readonly sourceId?: string;
}

export interface Modals extends Pick<DiscordControls, 'modal' | 'submitModal'> {
  open(userId: string, modal: OpenModal): void;
}

/** The modals that wait on people's screens, one each. */
export function createModals(world: World, interactions: Interactions): Modals {
  const waiting = new Map<string, OpenModal>();
  return {
    open: (userId, modal) => waiting.set(userId, modal),
    modal(personId = world.meId) {
      const open = waiting.get(personId);
      if (!open) return undefined;
      const inputs = inputsOf(open.json).map(({ custom_id }) => String(custom_id));
      return { id: String(open.json.custom_id), title: String(open.json.title), inputs };
    },
    async submitModal(values, personId = world.meId) {
      const open = waiting.get(personId);
      if (!open) throw new Error('No modal is open');
      waiting.delete(personId);
      const { channel, json, sourceId } = open;
      const message = channel.messages.get(sourceId ?? '');
      const payload = {
        ...buildInteractionPayload(world, channel, personId),
        data: { custom_id: json.custom_id, components: filled(json, values) },
        ...(message && { message: toMessageJson(world, channel, message, true) }),
      };
      const source = sourceId === undefined ? {} : { sourceId };
      await interactions.send(
        { kind: 5, name: '', channelId: channel.id, userId: personId, ...source },
        payload,
      );
    },
  };
}

function listOf(value: unknown): readonly Json[] {
  return Array.isArray(value) ? value : [];
}

/** The input of a label (18), the inputs of an action row (1). */
function inside(component: Json): readonly Json[] {
  return component.type === 18 ? listOf([component.component]) : listOf(component.components);
}

function inputsOf(modal: Json): readonly Json[] {
  return listOf(modal.components).flatMap(inside);
}

function filled(modal: Json, values: Readonly<Record<string, string>>): readonly Json[] {
  const fill = ({ type, custom_id, value }: Json, id: number) => ({
    type,
    id,
    custom_id,
    value: values[String(custom_id)] ?? value ?? '',
  });
  return listOf(modal.components).map((component, id) =>
    component.type === 18
      ? { type: 18, id, component: inside(component).map(fill)[0] }
      : { type: component.type, id, components: inside(component).map(fill) },
  );
}
