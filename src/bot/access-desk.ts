import type {
  Access,
  AccessChange,
  AccessDesk,
  AccessRequest,
  AccessRequests,
  DirectMessage,
  Grant,
  Grants,
} from '../contracts/access.ts';
import type { Author, Channel } from '../contracts/chat-message.ts';
import type { CommandReply } from '../contracts/command.ts';
import type { LanguageOf } from '../contracts/language.ts';
import { bareAuthor } from '../lib/bare-author.ts';
import type { Clock } from '../lib/clock.ts';
import { createKeyedLock } from '../lib/keyed-lock.ts';
import { omitUndefined } from '../lib/omit-undefined.ts';
import type { Texts } from '../texts/en/index.ts';
import { textsIn } from '../texts/index.ts';
import type { DirectMessages } from './direct-messages.ts';

/** Lets people in and shuts them out, and takes requests and news to the admins. */
export interface AdminDesk extends AccessDesk {
  /** Shows a request to the admins. Gives the number of admins whom it reached. */
  announce(request: AccessRequest): Promise<number>;
  /** Tells every other admin that somebody has become one by pairing. */
  announceAdmin(platform: string, admin: Author): Promise<void>;
}

/** The grants and requests, and the direct messages to people. */
export interface AccessDeskParts {
  readonly access: Pick<Access, 'admins'>;
  readonly grants: Grants;
  readonly requests: AccessRequests;
  readonly direct: DirectMessages;
  readonly languageOf: LanguageOf;
  readonly clock: Clock;
}

/** More admins than any bot has; each of them costs a message per request. */
const MAX_NOTIFIED_ADMINS = 20;

/** Creates the desk. */
export function createAccessDesk({
  access,
  grants,
  requests,
  direct,
  languageOf,
  clock,
}: AccessDeskParts): AdminDesk {
  const lock = createKeyedLock();

  /** The sentences for a person in their direct chat. */
  function textsFor(channel: Channel, personId: string, locale?: string): Texts {
    const reader = bareAuthor({ id: personId });
    return textsIn(languageOf(channel, omitUndefined({ ...reader, locale })));
  }

  /** Gives the messages that reached an admin. */
  async function notifyAdmins(
    platform: string,
    reply: (texts: Texts) => CommandReply,
    except?: string,
  ) {
    const ids = access.admins(platform).filter((id) => id !== except);
    const sent = await Promise.all(
      ids
        .slice(0, MAX_NOTIFIED_ADMINS)
        .map((id) => direct.send(platform, id, (channel) => reply(textsFor(channel, id)))),
    );
    return sent.filter((message) => message !== undefined);
  }

  async function save(change: AccessChange, name: string): Promise<Grant> {
    const { platform, personId, state, by } = change;
    const grant: Grant = { platform, personId, name, state, by: by.name, at: clock.now() };
    await grants.set(grant);
    return grant;
  }

  function tellPerson({ channel, personId, locale }: AccessRequest, { state }: Grant): void {
    const texts = textsFor(channel, personId, locale);
    const text = state === 'allowed' ? texts.accessAllowed : texts.accessDenied;
    void direct.sendTo(channel, { text });
  }

  /** Shows the decision wherever an admin sees the request. */
  function showDecision(messages: readonly DirectMessage[], grant: Grant): void {
    for (const { channel, messages: replaced } of messages) {
      const text = textsIn(languageOf(channel, undefined)).accessDecided(grant);
      void direct.sendTo(channel, { text }, replaced);
    }
  }

  const findRequest = (platform: string, personId: string) =>
    requests.list(platform).find((request) => request.personId === personId);

  /** One after the other: of two admins who press at the same moment, the second one finds the decision. */
  const answer: AccessDesk['answer'] = (change) =>
    lock(`${change.platform}:${change.personId}`, async () => {
      const { platform, personId } = change;
      const request = findRequest(platform, personId);
      if (!request) return undefined;

      // The decision comes first: if the process dies in between, the request only stays in the list.
      const grant = await save(change, request.name);
      const closed = await requests.close(platform, personId);
      tellPerson(request, grant);
      showDecision(closed?.messages ?? [], grant);
      return grant;
    });

  return {
    requests: (platform) => requests.list(platform),
    grants: (platform) => grants.list().filter((grant) => grant.platform === platform),
    answer,

    async grant(change) {
      const answered = await answer(change);
      if (answered) return answered;
      const { platform, personId } = change;
      return save(change, grants.find(platform, personId)?.name ?? personId);
    },

    revoke: grants.revoke,

    async announce(request) {
      const { platform, personId, name } = request;
      const messages = await notifyAdmins(platform, (texts) => ({
        text: texts.accessRequested(name, `${platform}:${personId}`),
        controls: [
          [
            { id: `access:allow:${personId}`, label: texts.allowLabel, style: 'primary' },
            { id: `access:deny:${personId}`, label: texts.denyLabel, style: 'danger' },
          ],
        ],
      }));
      await requests.keepMessages(request, messages);
      // A fast admin may have decided while the network took the message for a slow one.
      const grant = findRequest(platform, personId) ? undefined : grants.find(platform, personId);
      if (grant) showDecision(messages, grant);
      return messages.length;
    },

    async announceAdmin(platform, { id, name }) {
      const account = `${platform}:${id}`;
      await notifyAdmins(platform, (texts) => ({ text: texts.newAdmin(name, account) }), id);
    },
  };
}
