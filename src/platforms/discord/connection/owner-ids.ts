import type { Clock } from '../../../lib/clock.ts';
import { endsWithin } from '../../../lib/ends-within.ts';
import { fieldsReader, integerReader, listReader, textReader } from '../../../lib/json-reader.ts';
import type { Log } from '../../../lib/log.ts';
import { idReader } from '../inbound/raw-content.ts';
import { DiscordError } from './discord-error.ts';
import type { RestCalls } from './rest-calls.ts';

/** The ids of the people who own the bot's application, or manage it in its team. */
export interface OwnerIds {
  /**
   * Asks Discord, unless it has answered before, and waits for it for two seconds at most: the bot works
   * without its owners. Never rejects.
   */
  load(): Promise<void>;
  /** Takes those that another request has found, if there are any. */
  take(found: readonly string[]): void;
  /** Empty until Discord has answered. */
  list(): readonly string[];
}

interface OwnerIdsParts {
  readonly calls: RestCalls;
  readonly clock: Clock;
  readonly log: Log;
}

const LONGEST_WAIT_MS = 2_000;
/** The state of a member who took the invitation to the team. */
const ACCEPTED = 2;
/** The roles of a team that may change the bot. The owner has none; `read_only` may only look. */
const MANAGING_ROLES: readonly (string | undefined)[] = ['admin', 'developer'];
/** The second one is older: some Discord-compatible servers have only that. */
const ROUTES = ['/applications/@me', '/oauth2/applications/@me'] as const;

const personReader = fieldsReader({ id: idReader }, 'id');

/** https://discord.com/developers/docs/topics/teams#data-models-team-object */
const teamReader = fieldsReader({
  owner_user_id: idReader,
  members: listReader(
    fieldsReader(
      { membership_state: integerReader, role: textReader(64), user: personReader },
      'user',
    ),
  ),
});
const applicationReader = fieldsReader({ owner: personReader, team: teamReader });

/**
 * The owner of an application, or the members of its team who may change it. The owner of a team's
 * application is an account that stands for the team, and no person.
 */
export function readOwnerIds(application: unknown): readonly string[] {
  const { owner, team } = applicationReader(application) ?? {};
  if (!team) return owner ? [owner.id] : [];

  const { owner_user_id: ownerId, members = [] } = team;
  const managers = members.filter(
    ({ membership_state: state, role }) => state === ACCEPTED && MANAGING_ROLES.includes(role),
  );
  const ids = [ownerId ?? [], managers.map(({ user }) => user.id)].flat();
  return [...new Set(ids)];
}

/** Creates the memory of the owners, which is empty at first. */
export function createOwnerIds({ calls, clock, log }: OwnerIdsParts): OwnerIds {
  let ownerIds: readonly string[] = [];

  async function ask(): Promise<void> {
    let failure = 'the answer names no owner';

    for (const route of ROUTES) {
      try {
        const application = await calls.send<unknown>('get', route, {
          purpose: 'ask who owns the application',
          rateLimitKey: route,
        });
        ownerIds = readOwnerIds(application);
        if (ownerIds.length > 0) return;
      } catch (error) {
        if (!(error instanceof DiscordError)) throw error;
        failure = error.message;
      }
    }
    log.info({ reason: failure }, 'discord: owner of the application unknown');
  }

  let running: Promise<void> | undefined;

  return {
    async load() {
      if (ownerIds.length > 0) return;
      running ??= ask()
        .catch((error: unknown) =>
          log.warn({ error: String(error) }, 'discord: owner of the application unknown'),
        )
        .finally(() => {
          running = undefined;
        });

      await endsWithin(clock, LONGEST_WAIT_MS, running);
    },
    take(found) {
      if (found.length > 0) ownerIds = found;
    },
    list: () => ownerIds,
  };
}
