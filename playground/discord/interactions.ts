import { randomBytes } from 'node:crypto';
import { ApiError } from './api-error.ts';
import type { Json } from './json.ts';
import type { World } from './world.ts';

/** A value that the bot suggests for an option. */
export interface Choice {
  readonly name: string;
  readonly value: string;
}

/** The bot's acknowledgement of an interaction. */
export type Outcome =
  | { readonly kind: 'answered' }
  | { readonly kind: 'choices'; readonly choices: readonly Choice[] }
  | { readonly kind: 'modal'; readonly modal: Json };

/** Discord's numbers for the kinds of interactions. */
export const interactionKind = {
  command: 2,
  component: 3,
  autocompletion: 4,
  modalSubmit: 5,
} as const;

/** An interaction: a person's use of a command, a button or a modal. */
export interface Interaction {
  readonly id: string;
  readonly token: string;
  readonly kind: (typeof interactionKind)[keyof typeof interactionKind];
  /** The name of the command; empty for other kinds. */
  readonly name: string;
  readonly channelId: string;
  readonly userId: string;
  /** The id of the message whose component was used. */
  readonly sourceId?: string;
  /** Unix ms at which the token expires. */
  readonly expiresAt: number;
  state: 'waiting' | 'acknowledged' | 'failed';
  /** The id of the message that `@original` stands for. */
  answerId?: string;
  /** True where only the installation of a person allows it. */
  readonly isForeign: boolean;
  /** The number of follow-ups so far. */
  followUps: number;
}

/** The part of an interaction that the person's client decides. */
export type NewInteraction = Pick<
  Interaction,
  'kind' | 'name' | 'channelId' | 'userId' | 'sourceId'
>;

/** The interactions that the bot has to acknowledge, or may still answer. */
export interface Interactions {
  /**
   * Sends an interaction to the bot. Resolves when the bot has acknowledged it; rejects with the
   * sentence that the client shows when the bot did not do so in time.
   */
  send(interaction: NewInteraction, payload: Json): Promise<Outcome>;
  /**
   * Finds an interaction that waits to be acknowledged.
   *
   * @throws An `ApiError` as Discord does when it is unknown or does not wait.
   */
  findWaiting(id: string, token: string): Interaction;
  /** True for the token of one of these interactions. */
  has(token: string): boolean;
  /** Acknowledges a waiting interaction. */
  acknowledge(interaction: Interaction, outcome: Outcome): void;
  /**
   * Finds an acknowledged interaction whose token has not expired.
   *
   * @throws An `ApiError` as Discord does when there is none.
   */
  findAcknowledged(applicationId: string, token: string): Interaction;
}

const MAX_INTERACTIONS = 5_000;

/** Creates the interactions of a world. Their deadlines follow the world's clock. */
export function createInteractions(world: World): Interactions {
  const { clock, limits } = world;
  const byToken = new Map<string, Interaction>();
  /** The functions that end the wait for an acknowledgement. */
  const resolvers = new Map<Interaction, (outcome: Outcome) => void>();

  const remember = (interaction: Interaction) => {
    byToken.set(interaction.token, interaction);
    for (const [token, { expiresAt }] of byToken) {
      if (byToken.size <= MAX_INTERACTIONS && expiresAt > clock.now()) break;
      byToken.delete(token);
    }
  };

  const waitForOutcome = (interaction: Interaction): Promise<Outcome> =>
    new Promise((resolve, reject) => {
      const cancelTimeout = clock.after(limits.interactionAckMs, () => {
        interaction.state = 'failed';
        resolvers.delete(interaction);

        const { kind, channelId } = interaction;
        const text =
          kind === interactionKind.component
            ? 'This interaction failed'
            : 'The application did not respond';
        if (kind !== interactionKind.autocompletion)
          world.publish({ kind: 'toast', channelId, text });
        reject(new Error(text));
      });

      resolvers.set(interaction, (outcome) => {
        cancelTimeout();
        resolve(outcome);
      });
    });

  return {
    send(newInteraction, payload) {
      const interaction: Interaction = {
        ...newInteraction,
        id: world.nextId(),
        token: randomBytes(60).toString('base64url'),
        expiresAt: clock.now() + limits.interactionTokenMs,
        state: 'waiting',
        isForeign: isForeign(payload),
        followUps: 0,
      };
      remember(interaction);
      const outcome = waitForOutcome(interaction);

      const { id, token, kind } = interaction;
      world.publish({
        kind: 'interaction',
        payload: { id, application_id: world.botId, type: kind, token, version: 1, ...payload },
      });
      return outcome;
    },
    findWaiting(id, token) {
      const interaction = byToken.get(token);
      if (interaction?.id !== id || interaction.state === 'failed')
        throw ApiError.unknownInteraction();
      if (interaction.state === 'acknowledged') throw ApiError.alreadyAcknowledged();
      return interaction;
    },
    has: (token) => byToken.has(token),
    acknowledge(interaction, outcome) {
      interaction.state = 'acknowledged';
      resolvers.get(interaction)?.(outcome);
      resolvers.delete(interaction);
    },
    findAcknowledged(applicationId, token) {
      const interaction = byToken.get(token);
      if (applicationId !== world.botId) throw ApiError.unknownWebhook();
      if (!interaction || interaction.expiresAt <= clock.now())
        throw ApiError.invalidWebhookToken();
      if (interaction.state !== 'acknowledged') throw ApiError.unknownWebhook();
      return interaction;
    },
  };
}

/** True for an interaction of an application that no server installed. */
function isForeign({ authorizing_integration_owners: owners }: Json): boolean {
  return typeof owners === 'object' && owners !== null && !Object.hasOwn(owners, '0');
}
