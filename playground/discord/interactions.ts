import { randomBytes } from 'node:crypto';
import { ApiError } from './api-error.ts';
import type { Json } from './json.ts';
import type { World } from './world.ts';

export interface Choice {
  readonly name: string;
  readonly value: string;
}

/** How the bot acknowledged an interaction. */
export type Outcome =
  | { readonly kind: 'answered' }
  | { readonly kind: 'choices'; readonly choices: readonly Choice[] }
  | { readonly kind: 'modal'; readonly modal: Json };

/** 2 command, 3 component, 4 autocompletion, 5 modal submit. */
export type InteractionKind = 2 | 3 | 4 | 5;

export interface Interaction {
  readonly id: string;
  readonly token: string;
  readonly kind: InteractionKind;
  /** Of the command. */
  readonly name: string;
  readonly channelId: string;
  readonly userId: string;
  /** The message whose component was used. */
  readonly sourceId?: string;
  readonly expiresAt: number;
  state: 'waiting' | 'acknowledged' | 'failed';
  /** What `@original` stands for. */
  answerId?: string;
}

export type NewInteraction = Pick<
  Interaction,
  'kind' | 'name' | 'channelId' | 'userId' | 'sourceId'
>;

export interface Interactions {
  /** Sends it to the bot. Resolves when that acknowledged it, rejects with what the client shows if it did not in time. */
  send(draft: NewInteraction, payload: Json): Promise<Outcome>;
  /** One that waits to be acknowledged. Throws what Discord answers if it does not. */
  findWaiting(id: string, token: string): Interaction;
  acknowledge(interaction: Interaction, outcome: Outcome): void;
  /** One that was acknowledged and whose token still lives. Throws what Discord answers if there is none. */
  findAcknowledged(applicationId: string, token: string): Interaction;
}

const MAX_INTERACTIONS = 5_000;

export function createInteractions(world: World): Interactions {
  const { clock, limits } = world;
  const byToken = new Map<string, Interaction>();
  const settlers = new Map<Interaction, { settle(outcome: Outcome): void }>();

  const remember = (interaction: Interaction) => {
    byToken.set(interaction.token, interaction);
    for (const [token, each] of byToken) {
      if (byToken.size <= MAX_INTERACTIONS && each.expiresAt > clock.now()) break;
      byToken.delete(token);
    }
  };

  const waitFor = (interaction: Interaction): Promise<Outcome> =>
    new Promise((resolve, reject) => {
      const cancel = clock.after(limits.interactionAckMs, () => {
        interaction.state = 'failed';
        settlers.delete(interaction);
        const text =
          interaction.kind === 3 ? 'This interaction failed' : 'The application did not respond';
        if (interaction.kind !== 4)
          world.publish({ kind: 'toast', channelId: interaction.channelId, text });
        reject(new Error(text));
      });
      settlers.set(interaction, {
        settle(outcome) {
          cancel();
          resolve(outcome);
        },
      });
    });

  return {
    send(draft, payload) {
      const interaction: Interaction = {
        ...draft,
        id: world.nextId(),
        token: randomBytes(60).toString('base64url'),
        expiresAt: clock.now() + limits.interactionTokenMs,
        state: 'waiting',
      };
      remember(interaction);
      const outcome = waitFor(interaction);
      const { id, token, kind } = interaction;
      world.publish({
        kind: 'interaction',
        payload: { id, application_id: world.botId, type: kind, token, version: 1, ...payload },
      });
      return outcome;
    },
    findWaiting(id, token) {
      const found = byToken.get(token);
      if (found?.id !== id || found.state === 'failed') throw ApiError.unknownInteraction();
      if (found.state === 'acknowledged') throw ApiError.alreadyAcknowledged();
      return found;
    },
    acknowledge(interaction, outcome) {
      interaction.state = 'acknowledged';
      settlers.get(interaction)?.settle(outcome);
      settlers.delete(interaction);
    },
    findAcknowledged(applicationId, token) {
      const found = byToken.get(token);
      if (applicationId !== world.botId) throw ApiError.unknownWebhook();
      if (!found || found.expiresAt <= clock.now()) throw ApiError.invalidWebhookToken();
      if (found.state !== 'acknowledged') throw ApiError.unknownWebhook();
      return found;
    },
  };
}
