import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { GuildCache } from '../../../../src/platforms/discord/inbound/guild-cache.ts';
import {
  type RawInteraction,
  rawInteractionReader,
} from '../../../../src/platforms/discord/inbound/raw-interaction.ts';
import { readInteraction } from '../../../../src/platforms/discord/inbound/read-interaction.ts';
import type { DiscordMessageRef } from '../../../../src/platforms/discord/message-ref.ts';

const cache: GuildCache = {
  ownId: '900',
  ownRoleId: () => undefined,
  roleName: () => undefined,
  channel: () => undefined,
  serverName: () => undefined,
  canRead: () => false,
  canModerate: () => false,
  locale: () => undefined,
  memberName: () => undefined,
  managesServer: () => false,
};
const user = { id: '5', username: 'ada', global_name: 'Ada' };
const interactionFields = (fields: Readonly<Record<string, unknown>>) => ({
  id: '1',
  token: 'secret',
  type: 2,
  guild_id: '7',
  channel_id: '10',
  channel: { id: '10', type: 0, name: 'general' },
  member: { user, nick: 'Countess', roles: ['66'], permissions: '0' },
  locale: 'de',
  ...fields,
});
/** As `listen` reads it from the wire. */
function rawInteraction(fields: Readonly<Record<string, unknown>>): RawInteraction {
  const raw = rawInteractionReader(interactionFields(fields));
  assert.ok(raw);
  return raw;
}

const read = (fields: Readonly<Record<string, unknown>>) =>
  readInteraction(rawInteraction(fields), {
    cache,
    madeAt: 1_000,
    menuCommands: new Map([['Explain this', 'explain_this']]),
  });

const address = {
  channel: { platform: 'discord', id: '10', kind: 'group', server: '7', name: 'general' },
  interaction: { id: '1', token: 'secret', expiresAt: 1_000 + 15 * 60_000 },
};

describe('readInteraction', () => {
  test('reads a command with its options, its caller and fifteen minutes to answer', () => {
    const data = { type: 1, name: 'model', options: [{ name: 'name', value: 'demo/fast' }] };
    assert.deepEqual(read({ data }), {
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
        interaction: address.interaction,
      },
    });
  });

  test('reads a command of the message menu by its own name, with the id of the message', () => {
    const event = read({ data: { type: 3, name: 'Explain this', target_id: '99' } });
    assert.ok(event?.kind === 'command');
    assert.equal(event.call.name, 'explain_this');
    assert.equal(event.call.targetId, '99');
  });

  test('reads the message of the menu as if it had arrived itself, except one of the bot', () => {
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
      const event = read({ data });
      assert.ok(event?.kind === 'command');
      return event.call.target;
    };
    const target = targetOf({});
    assert.ok(typeof target === 'object');
    assert.deepEqual([target.id, target.addressed, target.text], ['99', 'mention', 'hello']);
    assert.equal(targetOf({ id: '900' }), 'own');
  });

  test('reads a person who may manage the server as its admin', () => {
    const event = read({ member: { user, permissions: String(0x20) }, data: { name: 'help' } });
    assert.ok(event?.kind === 'command');
    assert.equal(event.call.author.isServerAdmin, true);
  });

  test('reads a user in a direct message, who has no membership', () => {
    const direct = rawInteraction({
      user,
      guild_id: undefined,
      member: undefined,
      channel: { id: '10', type: 1 },
      data: { name: 'help' },
    });
    const event = readInteraction(direct, { cache, madeAt: 0, menuCommands: new Map() });
    assert.ok(event?.kind === 'command');
    assert.equal(event.call.channel.kind, 'direct');
    assert.equal(event.call.author.name, 'Ada');
  });

  test('reads a thread from the fields of the interaction', () => {
    const event = read({
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

  test('takes who may manage the messages of the channel for a moderator', () => {
    const isModerator = (bits: number) => {
      const event = read({ member: { user, permissions: String(bits) }, data: { name: 'help' } });
      assert.ok(event?.kind === 'command');
      return event.call.author.isModerator;
    };
    assert.deepEqual([0x2000, 0x8, 0x20, 0].map(isModerator), [true, true, undefined, undefined]);
  });

  test('reads a half-typed command as a completion of the focused option', () => {
    const options = [
      { name: 'a', value: 'x' },
      { name: 'b', value: 'de', focused: true },
    ];
    const event = read({ type: 4, data: { name: 'model', options } });
    assert.ok(event?.kind === 'completion');
    assert.equal(event.option, 'b');
    assert.deepEqual(event.call.options, { a: 'x', b: 'de' });
  });

  test('reads a press with the message that carries the button', () => {
    const event = read({
      type: 3,
      data: { custom_id: 'model:page:1' },
      message: { id: '55', flags: 0 },
    });
    assert.ok(event?.kind === 'button');
    assert.equal(event.id, 'model:page:1');
    assert.deepEqual(event.message, { messageId: '55', channelId: '10' });
    assert.deepEqual(event.address, address);
  });

  test('gives the token to a message with a button that only one person sees', () => {
    const event = read({
      type: 3,
      data: { custom_id: 'x:1' },
      message: { id: '55', flags: 64 },
    });
    assert.ok(event?.kind === 'button');
    const { token, onlyAsker } = event.message as DiscordMessageRef;
    assert.deepEqual([token, onlyAsker], ['secret', true]);
  });

  test('reads the picked entry of a menu, and an id without the mark of a form', () => {
    const data = { custom_id: 'settings:x#form', component_type: 3, values: ['de'] };
    const event = read({ type: 3, data, message: { id: '55' } });
    assert.ok(event?.kind === 'button');
    assert.deepEqual([event.id, event.values], ['settings:x', ['de']]);
  });

  // The shapes of discord-api-types (APIModalSubmission): labels, and the rows of older servers.
  for (const [where, components] of [
    ['in labels', [{ type: 18, id: 1, component: { type: 4, id: 2, custom_id: 'a', value: 'x' } }]],
    ['in rows', [{ type: 1, components: [{ type: 4, custom_id: 'a', value: 'x' }] }]],
  ] as const) {
    test(`reads a form that was sent, with its inputs ${where}`, () => {
      const data = { custom_id: 'persona:write', components };
      const event = read({ type: 5, data, message: { id: '55', flags: 64 } });
      assert.ok(event?.kind === 'form');
      assert.deepEqual([event.id, event.values], ['persona:write', { a: 'x' }]);
      const { messageId, token } = event.message as DiscordMessageRef;
      assert.deepEqual([messageId, token], ['55', 'secret']);

      const ofCommand = read({ type: 5, data });
      assert.ok(ofCommand?.kind === 'form');
      assert.deepEqual([ofCommand.message, ofCommand.address], [undefined, address]);
    });
  }

  test('gives undefined for kinds that the bot does not offer', () => {
    assert.equal(read({ type: 5, data: {} }), undefined);
    assert.equal(read({ type: 1 }), undefined);
  });

  test('leaves out what is not understood, and reads nothing without an id, a token or a person', () => {
    const options = [{ name: 'name', value: {} }, null, { value: 'x' }];
    const event = read({ data: { name: 'model', options, resolved: 5 }, channel: 'x', locale: 5 });
    assert.ok(event?.kind === 'command');
    assert.deepEqual([event.call.options, event.call.author.locale], [{ name: '' }, undefined]);
    assert.equal(read({ member: { nick: 'x' }, user: 5 }), undefined);
    for (const missing of [{ id: {} }, { token: 'a/b' }, { token: null }, { type: '?' }])
      assert.equal(rawInteractionReader(interactionFields(missing)), undefined);
  });

  test('reads no press with an overlong or missing id', () => {
    for (const custom_id of ['', 'x'.repeat(257), null, {}])
      assert.equal(read({ type: 3, data: { custom_id }, message: { id: '55' } }), undefined);
  });

  test('does not take the name of a built-in field for a message', () => {
    const data = {
      type: 3,
      name: 'Explain this',
      target_id: '__proto__',
      resolved: { messages: {} },
    };
    const event = read({ data });
    assert.ok(event?.kind === 'command');
    assert.equal(event.call.target, undefined);
  });
});
