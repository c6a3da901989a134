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

describe('access', () => {
  test('with empty lists lets in everybody on a server, and nobody in direct messages and Telegram groups', () => {
    const access = createAccess(lists);
    assert.deepEqual(access.check(person('7'), serverChannel), { allowed: true });
    assert.deepEqual(access.check(person('7'), direct), { allowed: false, denied: 'person' });
    assert.deepEqual(access.check(person('7'), group), { allowed: false, denied: 'chat' });
  });

  test('lets admins in everywhere', () => {
    const access = createAccess({ ...lists, admins: ['7'], allowedUsers: ['8'] });
    for (const channel of [direct, group, topic, serverChannel])
      assert.equal(access.check(person('7'), channel).allowed, true);
  });

  test('lets listed people in everywhere, and with a list nobody else', () => {
    const access = createAccess({ ...lists, allowedUsers: ['7'] });
    assert.equal(access.check(person('7'), direct).allowed, true);
    assert.equal(access.check(person('8'), direct).allowed, false);
    assert.equal(access.check(person('8'), serverChannel).allowed, false);
  });

  test('lets everybody in where a chat, its parent or its server is listed', () => {
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

  test('an id with the name of a platform counts on that one only', () => {
    const access = createAccess({ ...lists, admins: ['telegram:7'] });
    assert.equal(access.check(person('7'), direct).allowed, true);
    assert.equal(access.check(person('7'), { ...direct, platform: 'discord' }).allowed, false);
  });

  test('ids of another platform leave the servers of this one open', () => {
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

  test('a listed chat stays let in when the network gives it another id', () => {
    const access = createAccess({ ...lists, allowedChats: ['-100'] });
    access.moveChannel(group, { ...group, id: '-200' });
    assert.equal(access.check(person('8'), { ...group, id: '-200' }).allowed, true);
    access.moveChannel({ ...group, id: '-300' }, { ...group, id: '-400' });
    assert.equal(access.check(person('8'), { ...group, id: '-400' }).allowed, false);
  });
});
