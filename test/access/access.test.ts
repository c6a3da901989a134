import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { createAccess } from '../../src/access/access.ts';
import type { Author, Channel } from '../../src/contracts/chat-message.ts';

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
const lists = { admins: [], allowedUsers: [], allowedChats: [] };

describe('createAccess', () => {
  test('with empty lists allows everybody on a server, and nobody in direct messages and Telegram groups', () => {
    const access = createAccess(lists);
    assert.deepEqual(access.check(person('7'), serverChannel), { allowed: true });
    assert.deepEqual(access.check(person('7'), direct), { allowed: false, denied: 'person' });
    assert.deepEqual(access.check(person('7'), group), { allowed: false, denied: 'chat' });
  });

  test('allows admins everywhere', () => {
    const access = createAccess({ ...lists, admins: ['7'], allowedUsers: ['8'] });
    for (const channel of [direct, group, topic, serverChannel])
      assert.equal(access.check(person('7'), channel).allowed, true);
  });

  test('allows listed people everywhere, and nobody else', () => {
    const access = createAccess({ ...lists, allowedUsers: ['7'] });
    assert.equal(access.check(person('7'), direct).allowed, true);
    assert.equal(access.check(person('8'), direct).allowed, false);
    assert.equal(access.check(person('8'), serverChannel).allowed, false);
  });

  test('allows everybody where the chat, its parent or its server is listed', () => {
    assert.equal(
      createAccess({ ...lists, allowedChats: ['-100'] }).check(person('8'), group).allowed,
      true,
    );
    assert.equal(
      createAccess({ ...lists, allowedChats: ['-100'] }).check(person('8'), topic).allowed,
      true,
    );
    assert.equal(
      createAccess({ ...lists, allowedChats: ['1'] }).check(person('8'), serverChannel).allowed,
      true,
    );
    assert.equal(
      createAccess({ ...lists, allowedChats: ['2'] }).check(person('8'), serverChannel).allowed,
      false,
    );
  });

  test('applies an id with the name of a platform to that platform only', () => {
    const access = createAccess({ ...lists, admins: ['telegram:7'] });
    assert.equal(access.check(person('7'), direct).allowed, true);
    assert.equal(access.check(person('7'), { ...direct, platform: 'discord' }).allowed, false);
  });

  test('keeps the servers of a platform open when the lists only name ids of another one', () => {
    assert.equal(
      createAccess({ ...lists, allowedChats: ['telegram:-100'] }).check(person('8'), serverChannel)
        .allowed,
      true,
    );
    assert.equal(
      createAccess({ ...lists, allowedChats: ['discord:2'] }).check(person('8'), serverChannel)
        .allowed,
      false,
    );
  });

  test('still allows a listed chat after the network gave it another id', () => {
    const access = createAccess({ ...lists, allowedChats: ['-100'] });
    access.moveChannel(group, { ...group, id: '-200' });
    assert.equal(access.check(person('8'), { ...group, id: '-200' }).allowed, true);
    access.moveChannel({ ...group, id: '-300' }, { ...group, id: '-400' });
    assert.equal(access.check(person('8'), { ...group, id: '-400' }).allowed, false);
  });
});
