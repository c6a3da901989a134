import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { AccessRules, Power, Role } from '../../src/contracts/access.ts';
import type { Author, Channel } from '../../src/contracts/chat-message.ts';
import { personalChannel } from '../../src/lib/personal-channel.ts';
import { createAccessParts } from '../helpers/access-parts.ts';
import { usualSettings } from '../helpers/usual-settings.ts';

const person = (id: string): Author => ({
  id,
  name: 'Robin',
  isBot: false,
  isServerAdmin: false,
  roles: [],
});
const direct: Channel = { platform: 'telegram', id: '7', kind: 'direct' };
const group: Channel = { platform: 'telegram', id: '-100', kind: 'group' };
const topic: Channel = { platform: 'telegram', id: '-100/5', parentId: '-100', kind: 'thread' };
const serverChannel: Channel = { platform: 'discord', id: '11', server: '1', kind: 'group' };

const accessWith = async (options: Parameters<typeof createAccessParts>[0]) =>
  (await createAccessParts(options)).access;

describe('createAccess', () => {
  test('with empty lists allows everybody on a server, and nobody in direct messages and Telegram groups', async () => {
    const access = await accessWith({});
    assert.deepEqual(access.check(person('7'), serverChannel), { allowed: true });
    assert.deepEqual(access.check(person('7'), direct), { allowed: false, denied: 'person' });
    assert.deepEqual(access.check(person('7'), group), { allowed: false, denied: 'chat' });
  });

  test('allows admins everywhere', async () => {
    const access = await accessWith({ admins: ['7'], allowedUsers: ['8'] });
    for (const channel of [direct, group, topic, serverChannel])
      assert.equal(access.check(person('7'), channel).allowed, true);
  });

  test('allows listed people everywhere, and nobody else', async () => {
    const access = await accessWith({ allowedUsers: ['7'] });
    assert.equal(access.check(person('7'), direct).allowed, true);
    assert.equal(access.check(person('8'), direct).allowed, false);
    assert.equal(access.check(person('8'), serverChannel).allowed, false);
    const withRole = { ...person('8'), roles: ['7'] };
    assert.equal(access.check(withRole, serverChannel).allowed, false, 'a role is no person');
  });

  test('has the conversation of one person in a place by that place', async () => {
    const own = personalChannel(topic, '8');
    const rules = { deny: ['telegram:-100/5'] };
    const access = await accessWith({ allowedChats: ['-100'], rules: () => rules });
    assert.deepEqual(access.check(person('8'), own), { allowed: false, denied: 'denied' });
    const listed = await accessWith({ allowedChats: ['-100/5'] });
    assert.equal(listed.check(person('8'), own).allowed, true);
  });

  test('allows everybody where the chat, its parent or its server is listed', async () => {
    assert.equal(
      (await accessWith({ allowedChats: ['-100'] })).check(person('8'), group).allowed,
      true,
    );
    assert.equal(
      (await accessWith({ allowedChats: ['-100'] })).check(person('8'), topic).allowed,
      true,
    );
    assert.equal(
      (await accessWith({ allowedChats: ['1'] })).check(person('8'), serverChannel).allowed,
      true,
    );
    assert.equal(
      (await accessWith({ allowedChats: ['2'] })).check(person('8'), serverChannel).allowed,
      false,
    );
  });

  test('applies an id with the name of a platform to that platform only', async () => {
    const access = await accessWith({ admins: ['telegram:7'] });
    assert.equal(access.check(person('7'), direct).allowed, true);
    assert.equal(access.check(person('7'), { ...direct, platform: 'discord' }).allowed, false);
  });

  test('keeps the servers of a platform open when the lists only name ids of another one', async () => {
    assert.equal(
      (await accessWith({ allowedChats: ['telegram:-100'] })).check(person('8'), serverChannel)
        .allowed,
      true,
    );
    assert.equal(
      (await accessWith({ allowedChats: ['discord:2'] })).check(person('8'), serverChannel).allowed,
      false,
    );
  });

  test('still allows a listed chat after the network gave it another id', async () => {
    const access = await accessWith({ allowedChats: ['-100'] });
    await access.moveChannel(group, { ...group, id: '-200' });
    assert.equal(access.check(person('8'), { ...group, id: '-200' }).allowed, true);
    await access.moveChannel({ ...group, id: '-300' }, { ...group, id: '-400' });
    assert.equal(access.check(person('8'), { ...group, id: '-400' }).allowed, false);
  });
});

describe('the lists of the operator', () => {
  const serverMember = { ...person('8'), roles: ['30', '31'] };
  const thread: Channel = {
    platform: 'discord',
    id: '12',
    parentId: '11',
    categoryId: '10',
    server: '1',
    kind: 'thread',
  };

  for (const id of ['8', '30', '12', '11', '10', '1']) {
    test(`deny a person, a role, a thread, a channel, a category or a server by its id (${id})`, async () => {
      const rules = { allow: ['8', '1'], deny: [`discord:${id}`] };
      const access = await accessWith({ admins: ['9'], rules: () => rules });
      assert.deepEqual(access.check(serverMember, thread), { allowed: false, denied: 'denied' });
      assert.equal(access.check({ ...serverMember, id: '9' }, thread).allowed, true);
    });

    test(`allow the same (${id})`, async () => {
      const rules = { allow: [id] };
      const access = await accessWith({ rules: () => rules });
      assert.equal(access.check(serverMember, thread).allowed, true);
      const elsewhere = { ...thread, id: '22', parentId: '21', categoryId: '20', server: '2' };
      assert.equal(access.check({ ...person('7'), roles: [] }, elsewhere).allowed, false);
    });
  }

  test('apply as soon as the file changes', async () => {
    let rules: Partial<AccessRules> = {};
    const access = await accessWith({ rules: () => rules });
    assert.equal(access.check(person('7'), direct).allowed, false);
    rules = { admins: ['telegram:7'] };
    assert.equal(access.check(person('7'), direct).allowed, true);
    assert.deepEqual(access.admins('telegram'), ['7']);
    assert.deepEqual(access.admins('discord'), []);
  });

  test('open or close direct messages for all but admins', async () => {
    for (const [direction, isAllowed] of [
      ['on', true],
      ['off', false],
    ] as const) {
      const rules = { direct: direction, admins: ['9'], deny: ['6'] };
      const access = await accessWith({ allowedChats: ['1'], rules: () => rules });
      assert.equal(access.check(person('7'), direct).allowed, isAllowed);
      assert.equal(access.check(person('9'), direct).allowed, true);
      assert.equal(access.check(person('6'), direct).allowed, false);
      assert.equal(access.check(person('7'), group).allowed, false);
    }
  });

  test('count for all bots of a network, or for one of them', async () => {
    const second = { ...direct, platform: 'telegram@memes' };
    const network = await accessWith({ admins: ['telegram:7'] });
    assert.equal(network.isAdmin(person('7'), second), true);
    const one = await accessWith({ admins: ['telegram@memes:7'] });
    assert.equal(one.isAdmin(person('7'), second), true);
    assert.equal(one.isAdmin(person('7'), direct), false);
  });
});

describe('the powers', () => {
  const may = async (
    power: Power,
    author: Author,
    channel: Channel,
    { role, isAsker = false }: { role?: Role; isAsker?: boolean } = {},
  ) => {
    const usual = usualSettings();
    const settingsOf: typeof usual = (place) => {
      const settings = usual(place);
      const powers = role ? { ...settings.powers, [power]: role } : settings.powers;
      return { ...settings, powers, moderators: ['discord:77'] };
    };
    const platform = {
      identity: () => ({ id: '0', name: 'Parley', ownerIds: ['owner'] }),
      isModerator: async ({ id }: Author) => id === 'group admin',
    };
    const access = await accessWith({
      admins: ['9'],
      allowedChats: ['1', '-100'],
      settingsOf,
      platform,
    });
    return access.may(power, author, channel, isAsker);
  };

  test('that change something for all are for moderators in shared places', async () => {
    for (const power of ['model', 'persona', 'settings', 'reset', 'pin'] as const) {
      assert.equal(await may(power, person('8'), serverChannel), false);
      for (const author of [
        person('9'),
        person('owner'),
        person('group admin'),
        { ...person('8'), isModerator: true },
        { ...person('8'), isServerAdmin: true },
        { ...person('8'), roles: ['77'] },
      ])
        assert.equal(await may(power, author, serverChannel), true, `${power} ${author.id}`);
    }
  });

  test('are all for the person in a direct chat, except those of admins', async () => {
    const own = { ...direct, id: '9' };
    assert.equal(await may('reset', person('8'), direct), false, 'not let in');
    assert.equal(await may('reset', person('9'), own), true);
    assert.equal(
      await may('access', { ...person('8'), isServerAdmin: true }, serverChannel),
      false,
    );
    assert.equal(await may('access', person('owner'), serverChannel), true);
  });

  test('over an answer are for its asker and for moderators', async () => {
    assert.equal(await may('stop', person('8'), serverChannel), false);
    assert.equal(await may('stop', person('8'), serverChannel, { isAsker: true }), true);
    assert.equal(await may('stop', { ...person('8'), isModerator: true }, serverChannel), true);
  });

  test('are what the operator makes of them', async () => {
    assert.equal(await may('reset', person('8'), serverChannel, { role: 'everyone' }), true);
    assert.equal(await may('export', person('8'), serverChannel, { role: 'admins' }), false);
    assert.equal(await may('export', person('9'), serverChannel, { role: 'nobody' }), false);
  });

  test('of people who are not let in are none, except to have their words deleted', async () => {
    const stranger = person('8');
    assert.equal(await may('ask', stranger, direct), false);
    assert.equal(await may('stop', stranger, direct, { isAsker: true }), false);
    assert.equal(await may('delete_my_data', stranger, direct), true);
  });

  test('over a place where the bot is a guest are for admins only', async () => {
    const foreign: Channel = { ...serverChannel, isGuest: true };
    const manager = { ...person('8'), isServerAdmin: true, isModerator: true };
    assert.equal(await may('reset', manager, foreign), false);
    assert.equal(await may('reset', manager, foreign, { role: 'everyone' }), false);
    assert.equal(await may('stop', person('8'), foreign, { isAsker: true }), true);
    assert.equal(await may('reset', person('9'), foreign), true);
    assert.equal(await may('why', person('8'), foreign), true);
  });

  test('of guests need a list, because nobody there has invited the bot', async () => {
    const access = await accessWith({});
    const foreign: Channel = { ...serverChannel, isGuest: true };
    assert.equal(access.check(person('8'), serverChannel).allowed, true);
    assert.equal(access.check(person('8'), foreign).allowed, false);
  });
});
