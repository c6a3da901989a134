import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { createAccessDesk } from '../../src/bot/access-desk.ts';
import type { DirectMessages } from '../../src/bot/direct-messages.ts';
import type { AccessRequest } from '../../src/contracts/access.ts';
import type { Channel } from '../../src/contracts/chat-message.ts';
import { createAccessParts } from '../helpers/access-parts.ts';

const channel: Channel = {
  platform: 'discord',
  id: '10/8',
  parentId: '10',
  personId: '8',
  kind: 'direct',
  isGuest: true,
};
const request: AccessRequest = {
  platform: 'discord',
  personId: '8',
  name: 'Robin',
  channel,
  replaced: { messageId: '55' },
  at: 0,
  messages: [],
};

/** Decides the request, and gives where the bot wrote to the person. */
async function decide(canEdit: boolean): Promise<readonly string[]> {
  const writes: string[] = [];
  const direct: DirectMessages = {
    async send(_platform, personId) {
      writes.push(`direct chat of ${personId}`);
      return undefined;
    },
    async sendTo(to, _reply, replaced = []) {
      writes.push(`${replaced.map(({ messageId }) => messageId).join()} in ${to.id}`);
      return canEdit ? { channel: to, messages: replaced } : undefined;
    },
  };
  const { access, grants, clock } = await createAccessParts({});
  const requests = {
    list: () => [request],
    open: async () => 'opened' as const,
    keepMessages: async () => {},
    close: async () => request,
  };
  const desk = createAccessDesk({
    access,
    grants,
    requests,
    direct,
    languageOf: () => 'en',
    clock,
  });
  const by = { id: '1', name: 'Ada', isBot: false, isServerAdmin: false, roles: [] };
  await desk.answer({ platform: 'discord', personId: '8', state: 'allowed', by });
  await clock.advance(1_000);
  return writes;
}

describe('createAccessDesk', () => {
  test('shows a decision in place of the request of a person where the bot is a guest', async () => {
    assert.deepEqual(await decide(true), ['55 in 10/8']);
  });

  test('writes to the person directly when it reaches that message no more', async () => {
    assert.deepEqual(await decide(false), ['55 in 10/8', 'direct chat of 8']);
  });
});
