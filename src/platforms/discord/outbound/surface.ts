import type { Address } from '../../../contracts/address.ts';
import type { ReplySurface } from '../../../contracts/reply-surface.ts';
import { type Clock, sleep } from '../../../lib/clock.ts';
import { DiscordError } from '../connection/discord-error.ts';
import type { RestCalls } from '../connection/rest-calls.ts';
import type { DiscordMessageRef } from '../message-ref.ts';
import { type DiscordPage, discordDialect } from '../rendering/dialect.ts';
import type { Acknowledgements } from './acknowledgements.ts';
import { createChannelMessages } from './channel-messages.ts';
import { type AnsweredInteraction, createInteractionMessages } from './interaction-messages.ts';

export interface DiscordSurfaceParts {
  readonly calls: RestCalls;
  readonly clock: Clock;
  readonly acknowledgements: Acknowledgements;
  /** Known once connected; throws before. */
  readonly identity: () => { readonly ownId: string; readonly applicationId: string };
  readonly timeScale: number;
}

/**
 * Observed, not documented: 5 creates and 5 edits per channel in 5 s, in windows that begin with their first call. With this gap the
 * fifth preview comes so late that a final text hardly waits for the next window; `npm run bench -- pace` measures it.
 */
const BUDGET = { calls: 5, windowMs: 5_000, gapMs: 1_130, windowEndMs: 400 };
/** Discord shows "typing" for 10 s. */
const TYPING_EVERY_MS = 8_000;

/** Unknown interaction, unknown or expired webhook: its token is of no more use. */
const DEAD_TOKEN = [10_062, 10_015, 50_027];

export function createDiscordSurfaces(
  parts: DiscordSurfaceParts,
): (address: Address) => ReplySurface<DiscordPage, DiscordMessageRef> {
  const { calls, clock, timeScale } = parts;
  const inChannel = createChannelMessages(calls, () => parts.identity().ownId);
  const byToken = createInteractionMessages({
    ...parts,
    applicationId: () => parts.identity().applicationId,
  });

  return (address) => ({
    dialect: discordDialect,
    budget() {
      return {
        // Once its token is of no more use, what is left goes by the channel.
        scope: `discord:${canAnswer(address) ? `interaction:${address.interaction.id}` : address.channel.id}`,
        calls: BUDGET.calls,
        countsCreatesSeparately: true,
        windowMs: BUDGET.windowMs * timeScale,
        gapMs: BUDGET.gapMs * timeScale,
        windowEndMs: BUDGET.windowEndMs * timeScale,
      };
    },

    async put(place, page, options) {
      const isForAskerOnly = place
        ? place.onlyAsker === true
        : options.onlyAsker === true && address.interaction !== undefined;
      const put = async () => {
        if (place) return byToken.edit(address, place, page, options);
        return canAnswer(address) ? byToken.create(address, page, options) : undefined;
      };
      const done = await put().catch(ifDead);
      if (done) return done;
      if (isForAskerOnly)
        throw new DiscordError('Discord: the right to answer one person has ended.', {
          kind: 'gone',
        });
      return place
        ? inChannel.edit(place, page, options)
        : inChannel.create(address, page, options);
    },

    findNext: (options) => inChannel.findOwn(address, options),

    async remove(place) {
      const isRemoved = await byToken.remove(place).catch(ifDead);
      if (!isRemoved && place.onlyAsker !== true) await inChannel.remove(place);
    },

    showTyping(until) {
      // Discord shows by itself that an answer to an interaction is under way.
      if (!address.interaction) void type(address.channel.id, until);
    },
  });

  function canAnswer(address: Address): address is Address & { interaction: AnsweredInteraction } {
    return byToken.isAlive(address.interaction?.expiresAt);
  }

  async function type(channelId: string, until: AbortSignal): Promise<void> {
    while (!until.aborted) {
      const asked = {
        purpose: 'show typing',
        rateLimitKey: `typing in ${channelId}`,
        signal: until,
      };
      if (!calls.isPaused(channelId))
        await calls.send('post', `/channels/${channelId}/typing`, asked).catch(() => {});
      await sleep(clock, TYPING_EVERY_MS, until);
    }
  }
}

/** The interaction reaches its message no more: `undefined`, as if there had been none. */
function ifDead(error: unknown): undefined {
  if (!(error instanceof DiscordError && DEAD_TOKEN.includes(error.code ?? 0))) throw error;
}
