import { fieldsReader } from '../../../lib/json-reader.ts';
import type { RestCalls } from '../connection/rest-calls.ts';
import { callbackRoute } from '../outbound/acknowledgements.ts';
import type { Carried } from './carried.ts';
import { idReader, nameReader } from './raw-content.ts';
import type { RawInteraction } from './raw-interaction.ts';

/** An interaction that this process answers. */
interface TakenInteraction {
  /** Adds whether its answer is deferred already. */
  carry(carried: Carried | undefined): Carried | undefined;
}

const LIVE: TakenInteraction = { carry: (carried) => carried };
const DEFERRED: TakenInteraction = { carry: (carried) => ({ ...carried, isDeferred: true }) };

/**
 * The events that Discord sends again when a session goes on in another process. An earlier process that was killed may
 * have handled some of them.
 */
export interface Replay {
  isOn(): boolean;
  /** The session goes on from here, or a new one begins. */
  end(): void;
  /**
   * Takes an interaction: one that was sent again, by deferring its answer. `undefined`: an earlier process has answered
   * it, or it is too old for an answer.
   */
  take(interaction: RawInteraction): Promise<TakenInteraction | undefined>;
  /** Waits for the end. `false`: a newer edit of the message came until then. */
  isNewestEdit(data: unknown): Promise<boolean>;
}

/** https://discord.com/developers/docs/interactions/receiving-and-responding#interaction-response-object */
const DEFERRED_MESSAGE = 5;
const DEFERRED_UPDATE = 6;
const EPHEMERAL = 64;
/** Discord keeps fewer events for a session. */
const MAX_EDITS = 5_000;

const editReader = fieldsReader({ id: idReader, edited_timestamp: nameReader }, 'id');

/** Creates the replay of one client. Without a saved session, nothing is sent again. */
export function createReplay(calls: RestCalls, isOn: boolean, stopped: AbortSignal): Replay {
  let isOnNow = isOn;
  const ended = Promise.withResolvers<void>();
  /** By message, the time of its newest edit. */
  const newestEdits = new Map<string, string>();
  const end = () => {
    isOnNow = false;
    ended.resolve();
  };
  stopped.addEventListener('abort', end, { once: true });

  return {
    isOn: () => isOnNow,
    end,

    async take({ id, token, message, data }) {
      if (!isOnNow) return LIVE;
      const isPrivate = data?.options?.some(
        ({ name, value }) => name === 'private' && value === true,
      );
      const body = {
        type: message ? DEFERRED_UPDATE : DEFERRED_MESSAGE,
        ...(isPrivate ? { data: { flags: EPHEMERAL } } : {}),
      };
      const options = { purpose: 'take an interaction', body, auth: false, rateLimitKey: id };
      return calls.send('post', callbackRoute({ id, token }), options).then(
        () => DEFERRED,
        () => undefined,
      );
    },

    async isNewestEdit(data) {
      const { id, edited_timestamp: at = '' } = editReader(data) ?? {};
      if (!isOnNow || id === undefined) return true;
      if (newestEdits.size < MAX_EDITS && at > (newestEdits.get(id) ?? '')) newestEdits.set(id, at);
      await ended.promise;
      return at >= (newestEdits.get(id) ?? '');
    },
  };
}
