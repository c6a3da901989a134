import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { GuildCache } from '../../../../src/platforms/discord/inbound/guild-cache.ts';
import {
  type RawInteraction,
  readInteraction,
} from '../../../../src/platforms/discord/inbound/read-interaction.ts';
import type { DiscordMessageRef } from '../../../../src/platforms/discord/message-ref.ts';

const known: GuildCache = {
  ownId: '900',
  ownRole: () => undefined,
  roleName: () => undefined,
  channel: () => undefined,
  managesServer: () => false,
};
const user = { id: '5', username: 'ada', global_name: 'Ada' };
const told = (more: Partial<RawInteraction>): RawInteraction => ({
  id: '1',
  token: 'secret',
  type: 2,
  guild_id: '7',
  channel_id: '10',
  channel: { id: '10', type: 0, name: 'general' },
  member: { user, nick: 'Countess', roles: ['66'], permissions: '0' },
  locale: 'de',
  ...more,
});
const readTold = (more: Partial<RawInteraction>) =>
  readInteraction(told(more), {
    known,
    receivedAt: 1_000,
    menus: new Map([['Explain this', 'explain_this']]),
  });

const address = {
  channel: { platform: 'discord', id: '10', kind: 'group', server: '7', name: 'general' },
  interaction: { id: '1', token: 'secret', expiresAt: 1_000 + 15 * 60_000 },
};

describe('reading an interaction', () => {
  test('a command comes with its options, its caller and fifteen minutes to answer', () => {
    const data = { type: 1, name: 'model', options: [{ name: 'name', value: 'demo/fast' }] };
    assert.deepEqual(readTold({ data }), {
      kind: 'command',
      address,
      call: {
        name: 'model',
        channel: address.channel,
        author: {
          id: '5',
          name: 'Countess',
          isBot: false,
          isServerAdmin: false,
          roles: ['66'],
          locale: 'de',
        },
        options: { name: 'demo/fast' },
      },
    });
  });

  test('a command of the message menu has its own name again, and the message', () => {
    const event = readTold({ data: { type: 3, name: 'Explain this', target_id: '99' } });
    assert.ok(event?.kind === 'command');
    assert.equal(event.call.name, 'explain_this');
    assert.equal(event.call.targetId, '99');
  });

  test('the message comes along as it would have come by itself, but for one of its own', () => {
    const targetOf = (author: object) => {
      const message = {
        id: '99',
        channel_id: '10',
        author: { ...user, ...author },
        content: '<@900> hello',
        type: 0,
      };
      const data = {
        type: 3,
        name: 'Explain this',
        target_id: '99',
        resolved: { messages: { '99': message } },
      };
      const event = readTold({ data } as unknown as Partial<RawInteraction>); // Only what is read of a message.
      assert.ok(event?.kind === 'command');
      return event.call.target;
    };
    const target = targetOf({});
    assert.ok(typeof target === 'object');
    assert.deepEqual([target.id, target.addressed, target.text], ['99', 'mention', 'hello']);
    assert.equal(targetOf({ id: '900' }), 'own');
  });

  test('whoever may manage the server is its admin', () => {
    const event = readTold({ member: { user, permissions: String(0x20) }, data: { name: 'help' } });
    assert.ok(event?.kind === 'command');
    assert.equal(event.call.author.isServerAdmin, true);
  });

  test('in a DM the user comes without a membership', () => {
    const {
      guild_id: _,
      member: __,
      ...direct
    } = told({ user, channel: { id: '10', type: 1 }, data: { name: 'help' } });
    const event = readInteraction(direct, { known, receivedAt: 0, menus: new Map() });
    assert.ok(event?.kind === 'command');
    assert.equal(event.call.channel.kind, 'direct');
    assert.equal(event.call.author.name, 'Ada');
  });

  test('a thread is known by what the interaction tells', () => {
    const event = readTold({
      channel: { id: '10', type: 11, name: 'side', parent_id: '3' },
      data: { name: 'help' },
    });
    assert.ok(event?.kind === 'command');
    assert.deepEqual(event.call.channel, {
      platform: 'discord',
      id: '10',
      kind: 'thread',
      server: '7',
      name: 'side',
      parentId: '3',
    });
  });

  test('half a command asks for the option under the cursor', () => {
    const options = [
      { name: 'a', value: 'x' },
      { name: 'b', value: 'de', focused: true },
    ];
    const event = readTold({ type: 4, data: { name: 'model', options } });
    assert.ok(event?.kind === 'completion');
    assert.equal(event.option, 'b');
    assert.deepEqual(event.call.options, { a: 'x', b: 'de' });
  });

  test('a press names the message that carries the button', () => {
    const event = readTold({
      type: 3,
      data: { custom_id: 'model:page:1' },
      message: { id: '55', flags: 0 },
    });
    assert.ok(event?.kind === 'button');
    assert.equal(event.id, 'model:page:1');
    assert.deepEqual(event.message, { messageId: '55', channelId: '10' });
    assert.deepEqual(event.address, address);
  });

  test('a press in a message that only one person sees brings the right to change it', () => {
    const event = readTold({
      type: 3,
      data: { custom_id: 'x:1' },
      message: { id: '55', flags: 64 },
    });
    assert.ok(event?.kind === 'button');
    const { token, onlyAsker } = event.message as DiscordMessageRef;
    assert.deepEqual([token, onlyAsker], ['secret', true]);
  });

  test('kinds that the bot does not offer are left alone', () => {
    assert.equal(readTold({ type: 5, data: { custom_id: 'form' } }), undefined);
    assert.equal(readTold({ type: 1 }), undefined);
  });
});
