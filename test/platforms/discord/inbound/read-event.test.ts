import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { ChatMessage } from '../../../../src/contracts/chat-message.ts';
import type { GuildCache } from '../../../../src/platforms/discord/inbound/guild-cache.ts';
import { eventReaders } from '../../../../src/platforms/discord/inbound/read-event.ts';
import type { ChannelDetails } from '../../../../src/platforms/discord/inbound/server-source.ts';

/** What a network may send. */
type Fields = Readonly<Record<string, unknown>>;

const OWN = '900';
const OWN_ROLE = '901';
const SERVER = '1';
const channels: Record<string, ChannelDetails> = {
  '10': { type: 0, name: 'general' },
  '11': { type: 11, name: 'a thread', parentId: '10', ownerId: '5' },
  '12': { type: 11, name: 'own thread', parentId: '10', ownerId: OWN },
};
const cache: GuildCache = {
  ownId: OWN,
  ownRoleId: () => OWN_ROLE,
  roleName: (_server, role) => ({ '77': 'cooks', [OWN_ROLE]: 'Parley' })[role],
  channel: (id) => channels[id],
  serverName: () => 'Home',
  canRead: (id) => id === '10',
  canModerate: (id, { roleIds }) => id === '10' && roleIds.includes('78'),
  locale: () => undefined,
  memberName: () => undefined,
  managesServer: (_server, user, roles) => user === '6' || roles.includes('66'),
};

const ada = { id: '5', username: 'ada', global_name: 'Ada', discriminator: '0', avatar: null };
const parley = {
  id: OWN,
  username: 'parley',
  global_name: null,
  discriminator: '0',
  avatar: null,
  bot: true,
};
const rawMessage = (fields: Fields): Fields => ({
  id: '1000',
  channel_id: '10',
  guild_id: SERVER,
  author: ada,
  type: 0,
  timestamp: '2026-11-21T10:00:00.000000+00:00',
  mentions: [],
  mention_roles: [],
  attachments: [],
  content: 'hello',
  ...fields,
});

function readOne(fields: Fields): ChatMessage {
  const [event] = eventReaders.MESSAGE_CREATE(rawMessage(fields), cache);
  assert.ok(event?.kind === 'message');
  return event.message;
}

describe('reading a message', () => {
  test('keeps the author, the text, the channel and the time, and gives the address of the answer', () => {
    const [event] = eventReaders.MESSAGE_CREATE(
      rawMessage({ member: { nick: 'Countess', roles: ['77'] } }),
      cache,
    );
    const channel = {
      platform: 'discord',
      id: '10',
      kind: 'group',
      server: SERVER,
      name: 'general',
      serverName: 'Home',
    };
    assert.deepEqual(event, {
      kind: 'message',
      message: {
        id: '1000',
        channel,
        author: { id: '5', name: 'Countess', isBot: false, isServerAdmin: false, roles: ['77'] },
        addressed: false,
        text: 'hello',
        attachments: [],
        sentAt: Date.UTC(2026, 10, 21, 10),
      },
      address: { channel, questionId: '1000' },
    });
  });

  test('reads a thread as its own channel with a parent', () => {
    const { kind, id, parentId } = readOne({ channel_id: '11' }).channel;
    assert.deepEqual({ kind, id, parentId }, { kind: 'thread', id: '11', parentId: '10' });
  });

  test('reads a message without a server as a direct message', () => {
    const { guild_id: _, ...direct } = rawMessage({ channel_id: '20' });
    const [event] = eventReaders.MESSAGE_CREATE(direct, cache);
    assert.ok(event?.kind === 'message');
    assert.equal(event.message.addressed, 'direct');
    assert.deepEqual(event.message.channel, { platform: 'discord', id: '20', kind: 'direct' });
  });

  test('takes the name on the server, else that of the account', () => {
    assert.equal(readOne({ member: { nick: null } }).author.name, 'Ada');
    assert.equal(readOne({ author: { ...ada, global_name: null } }).author.name, 'ada');
  });

  test('reads a person who may manage the server as its admin', () => {
    assert.equal(readOne({ member: { roles: ['66'] } }).author.isServerAdmin, true);
    assert.equal(readOne({ author: { ...ada, id: '6' } }).author.isServerAdmin, true);
  });

  test('recognises bots and webhooks', () => {
    assert.equal(readOne({ author: { ...ada, bot: true } }).author.isBot, true);
    assert.equal(readOne({ webhook_id: '3' }).author.isBot, true);
  });

  test('ignores the messages of the bot itself', () => {
    assert.deepEqual(eventReaders.MESSAGE_CREATE(rawMessage({ author: parley }), cache), []);
  });

  test('ignores announcements of pins, joins and boosts', () => {
    for (const type of [6, 7, 8, 18, 20, 21])
      assert.deepEqual(eventReaders.MESSAGE_CREATE(rawMessage({ type }), cache), []);
  });

  test('works without the fields that a compatible server leaves out', () => {
    const [event] = eventReaders.MESSAGE_CREATE(
      { id: '1', channel_id: '10', author: { ...ada } },
      cache,
    );
    assert.ok(event?.kind === 'message');
    assert.equal(event.message.text, '');
    assert.deepEqual(eventReaders.MESSAGE_CREATE({ id: '1', channel_id: '10' }, cache), []);
  });
});

describe('a message addresses the bot', () => {
  const quotedOwn = { ...rawMessage({ id: '999', author: parley, content: 'earlier' }) };

  test('by a mention of it', () => {
    assert.equal(readOne({ content: `<@${OWN}> hi`, mentions: [parley] }).addressed, 'mention');
    assert.equal(readOne({ content: `<@!${OWN}> hi`, mentions: [parley] }).addressed, 'mention');
  });

  test('by a mention of its own role, which clients offer first', () => {
    const message = readOne({ content: `<@&${OWN_ROLE}> hi`, mention_roles: [OWN_ROLE] });
    assert.equal(message.addressed, 'mention');
    assert.equal(message.text, 'hi');
  });

  test('by a mention that only the list of mentions has, as without the Message Content intent', () => {
    assert.equal(readOne({ content: '', mentions: [parley] }).addressed, 'mention');
  });

  test('by a reply, which is no mention although its ping is in the list', () => {
    const message = readOne({
      type: 19,
      content: 'and then?',
      mentions: [parley],
      referenced_message: quotedOwn,
    });
    assert.equal(message.addressed, 'reply');
  });

  test('not by a mention of everyone, of another role or of another person', () => {
    assert.equal(readOne({ content: '@everyone', mention_everyone: true }).addressed, false);
    assert.equal(readOne({ content: '<@&77>', mention_roles: ['77'] }).addressed, false);
    assert.equal(readOne({ content: '<@5>', mentions: [ada] }).addressed, false);
  });

  test('by everything in a thread that it started, and not in others', () => {
    assert.equal(readOne({ channel_id: '12' }).addressed, 'thread');
    assert.equal(readOne({ channel_id: '11' }).addressed, false);
  });
});

describe('a message is for others', () => {
  const bob = { id: '6', username: 'bob' };
  const isForOthers = (fields: Fields) => readOne(fields).isForOthers ?? false;
  const inOwnThread = (fields: Fields) => isForOthers({ channel_id: '12', ...fields });

  test('when it mentions another person, a role or everybody', () => {
    assert.ok(inOwnThread({ content: '<@6> look', mentions: [bob] }));
    assert.ok(inOwnThread({ content: '<@&77> look', mention_roles: ['77'] }));
    assert.ok(inOwnThread({ content: '@here look', mention_everyone: true }));
  });

  test('when it answers another person', () => {
    const referenced_message = rawMessage({ id: '999', author: bob });
    assert.ok(isForOthers({ type: 19, content: 'yes', referenced_message }));
  });

  test('not when it mentions or answers its author, or a name stands in code', () => {
    assert.ok(!inOwnThread({ content: '<@5> that is me', mentions: [ada] }));
    assert.ok(!inOwnThread({ content: 'what is `<@6>`?', mentions: [bob] }));
    const referenced_message = rawMessage({ id: '999' });
    assert.ok(!inOwnThread({ type: 19, content: 'also this', referenced_message }));
  });

  test('not when it addresses the bot too, or nobody else reads it', () => {
    assert.ok(!isForOthers({ content: `<@${OWN}> ask <@6>`, mentions: [parley, bob] }));
    const { guild_id: _, ...direct } = rawMessage({ content: '<@6>', mentions: [bob] });
    const [event] = eventReaders.MESSAGE_CREATE(direct, cache);
    assert.ok(event?.kind === 'message' && event.message.isForOthers === undefined);
  });
});

describe('a message is near the limit', () => {
  test('from 1,900 characters, and from 3,800 with Nitro', () => {
    const isNear = (length: number) =>
      readOne({ content: 'x'.repeat(length) }).isNearLimit ?? false;
    assert.deepEqual([1_899, 1_900, 2_000, 2_001, 3_799, 3_800, 4_000].map(isNear), [
      false,
      true,
      true,
      false,
      false,
      true,
      true,
    ]);
  });
});

describe('a reply to a message that was deleted', () => {
  test('says so, and an edit of it does not', () => {
    // https://discord.com/developers/docs/resources/message#message-object: null, the message was deleted.
    const reply = { type: 19, referenced_message: null, message_reference: { message_id: '9' } };
    assert.equal(readOne(reply).details, '[reply] to a message that is not there any more');
    assert.equal(readOne({ ...reply, edited_timestamp: '2026-11-21' }).details, undefined);
  });
});

describe('the text of a message', () => {
  const textOf = (content: string, more: Fields = {}) => readOne({ content, ...more }).text;

  test('has no mention of the bot itself, wherever it stood', () => {
    assert.equal(textOf(`<@${OWN}>, what is this?`), 'what is this?');
    assert.equal(textOf(`what is this, <@${OWN}>`), 'what is this,');
    assert.equal(textOf(`ask <@${OWN}> now`), 'ask now');
    assert.equal(textOf(`<@${OWN}> <@${OWN}>`), '');
    assert.equal(textOf(`line\n<@${OWN}>\n  code`), 'line\n \n  code');
  });

  test('has names in place of other mentions', () => {
    const mentions = [{ ...ada, member: { nick: 'Countess' } }];
    assert.equal(textOf('ask <@5> or <@!5>', { mentions }), 'ask @Countess or @Countess');
    assert.equal(textOf('ask <@5>', { mentions: [ada] }), 'ask @Ada');
    assert.equal(textOf('ask <@4>'), 'ask @someone');
    assert.equal(textOf('<@&77> in <#10> and <#404>'), '@cooks in #general and #channel');
  });

  test('has words in place of emoji, times and commands', () => {
    assert.equal(textOf('<:wave:123> <a:party:456>'), ':wave: :party:');
    assert.equal(textOf('<t:0> <t:1700000000:R>'), '1970-01-01 00:00 UTC 2023-11-14 22:13 UTC');
    assert.equal(textOf('use </model list:55>'), 'use /model list');
    assert.equal(textOf('<sound:0:123> in <id:customize>'), '[sound] in #customize');
  });

  test('has code as it was typed', () => {
    const mentions = [ada];
    assert.equal(textOf('`<@5>` and <@5>', { mentions }), '`<@5>` and @Ada');
    const fence = '```ts\nconst a: Array<:wave:1> = <@900>;\n```';
    assert.equal(textOf(`<@${OWN}> fix this:\n${fence}`), `fix this:\n${fence}`);
  });

  test('keeps spoilers', () => {
    assert.equal(textOf('||the butler||'), '||the butler||');
  });

  test('keeps code, links and comparisons', () => {
    for (const text of [
      'if (a < b && c > d)',
      '<https://example.org/a:b>',
      'Array<string>',
      '<div class="a"></div>',
    ]) {
      assert.equal(textOf(text), text);
    }
  });

  test('is that of the message that it forwards', () => {
    const snapshot = {
      content: 'the news of <@5>',
      attachments: [],
      embeds: [],
      timestamp: '',
      edited_timestamp: null,
    };
    const message_snapshots = [{ message: snapshot }];
    const forward = readOne({ content: '', message_snapshots, mentions: [ada] });
    assert.deepEqual(
      [forward.text, forward.forwardedFrom, forward.details],
      ['the news of @Ada', 'another channel', undefined],
    );
    const unreadable = readOne({ content: '', message_reference: { type: 1, channel_id: '20' } });
    assert.deepEqual(
      [unreadable.text, unreadable.forwardedFrom, unreadable.details],
      ['', 'another channel', '[forward] of a message whose content is of an unknown kind'],
    );
    const withComment = readOne({ content: 'look', message_snapshots, mentions: [ada] });
    assert.deepEqual(
      [withComment.text, withComment.forwardedFrom, withComment.details],
      ['look', undefined, '[forwarded from another channel]\nthe news of @Ada'],
    );
  });
});

describe('reading the rest of a message', () => {
  const attachment = {
    id: '8',
    filename: 'a.txt',
    size: 3,
    url: 'https://cdn.test/a.txt',
    proxy_url: '',
    content_type: 'text/plain',
  };

  test('gives attachments references that do not expire', () => {
    assert.deepEqual(readOne({ attachments: [attachment] }).attachments, [
      { ref: '10/1000/8', name: 'a.txt', mime: 'text/plain', bytes: 3 },
    ]);
  });

  test('quotes the message that it replies to, with the mention of the bot as a name', () => {
    const referenced_message = rawMessage({
      id: '999',
      author: ada,
      content: `<@${OWN}> why?`,
      mentions: [parley],
      attachments: [attachment],
    });
    const { quoted } = readOne({ type: 19, referenced_message });
    assert.equal(quoted?.text, '@parley why?');
    assert.equal(quoted?.isOwn, false);
    assert.equal(quoted?.author.name, 'Ada');
    assert.equal(quoted?.attachments[0]?.ref, '10/999/8');
  });

  test('quotes nothing in a reply to a deleted message', () => {
    assert.equal(readOne({ type: 19, referenced_message: null }).quoted, undefined);
  });
});

describe('reading other events', () => {
  test('reports an edit of the text, and not an added link preview', () => {
    assert.equal(
      eventReaders.MESSAGE_UPDATE(
        rawMessage({ edited_timestamp: '2026-11-21T10:01:00Z' }),
        cache,
      )[0]?.kind,
      'edited',
    );
    assert.deepEqual(
      eventReaders.MESSAGE_UPDATE(rawMessage({ edited_timestamp: null }), cache),
      [],
    );
    assert.deepEqual(eventReaders.MESSAGE_UPDATE({ id: '1', channel_id: '10' }, cache), []);
    const { content, ...withoutContent } = rawMessage({ edited_timestamp: '2026-11-21T10:01:00Z' });
    assert.deepEqual(eventReaders.MESSAGE_UPDATE(withoutContent, cache), []);
  });

  test('reports each deleted message', () => {
    const single = eventReaders.MESSAGE_DELETE(
      { id: '1', channel_id: '10', guild_id: SERVER },
      cache,
    );
    assert.deepEqual(single, [
      {
        kind: 'deleted',
        messageId: '1',
        channel: {
          platform: 'discord',
          id: '10',
          kind: 'group',
          server: SERVER,
          name: 'general',
          serverName: 'Home',
        },
      },
    ]);
    const bulk = eventReaders.MESSAGE_DELETE_BULK(
      { ids: ['1', '2'], channel_id: '10', guild_id: SERVER },
      cache,
    );
    assert.deepEqual(
      bulk.map((event) => event.kind === 'deleted' && event.messageId),
      ['1', '2'],
    );
  });

  test('reports the removal from a server, and not its outage', () => {
    assert.equal(eventReaders.GUILD_DELETE({ id: SERVER }, cache)[0]?.kind, 'removed');
    assert.deepEqual(eventReaders.GUILD_DELETE({ id: SERVER, unavailable: true }, cache), []);
  });
});

describe('reading parts that are not understood', () => {
  test('a part of the wrong type is left out, and the rest is read', () => {
    const message = readOne({
      content: '<@900> hi',
      member: 5,
      mentions: [null, { id: {} }, parley],
      mention_roles: 'all',
      attachments: [{ filename: 'a.txt' }, { id: '3', filename: 5, size: -1, url: 'file:///x' }],
      sticker_items: { name: 'x' },
      message_snapshots: [5, { message: null }, { message: { content: ['x'] } }],
      referenced_message: { id: '9' },
      embeds: 'none',
      components: [5],
      poll: 'no',
      timestamp: 5,
    });
    assert.deepEqual([message.text, message.addressed, message.sentAt], ['hi', 'mention', 0]);
    assert.deepEqual(message.attachments, [
      { ref: '10/1000/3', name: 'file', mime: 'application/octet-stream', bytes: 0 },
    ]);
    assert.equal(message.quoted, undefined);
    assert.equal(message.details, '[forwarded from another channel]');
  });

  test('null content and a name that is no text are read as absent', () => {
    const { text, author } = readOne({ content: null, author: { id: '5', username: 5 } });
    assert.deepEqual([text, author.name], ['', 'someone']);
  });

  test('a type of component, channel or embed of the future leaves the message readable', () => {
    const message = readOne({
      content: '<@900> hi',
      components: [{ type: 99, components: null }],
      channel_type: 99,
      embeds: [{ type: 'hologram' }],
    });
    const parts = [
      '[embed] of an unknown kind: hologram',
      '[card]',
      '[component of an unknown kind: 99]',
    ];
    assert.deepEqual([message.text, message.details], ['hi', parts.join('\n')]);
    const { details } = readOne({ content: '', poll: { question: {} } });
    assert.equal(details, '[poll] (one answer each)');
  });

  test('permissions that are no number make nobody an admin', () => {
    for (const permissions of ['x', '-1', '0x20', {}, 1.5, ''])
      assert.equal(readOne({ member: { permissions } }).author.isServerAdmin, false);
  });

  test('an id that would change the address of a request is no id', () => {
    for (const id of ['../x', '1/2', '1?x', '', ' 1', '1'.repeat(65), {}, -1, null])
      assert.deepEqual(eventReaders.MESSAGE_CREATE(rawMessage({ channel_id: id }), cache), []);
  });

  test('events of the wrong form are none', () => {
    const given = [undefined, null, 5, 'x', [], {}, { id: {} }, { channel_id: '10', ids: 5 }];
    for (const read of Object.values(eventReaders))
      for (const data of given) assert.deepEqual(read(data, cache), []);
  });

  test('a server that is unavailable in any way was not left', () => {
    assert.deepEqual(eventReaders.GUILD_DELETE({ id: '7', unavailable: 'yes' }, cache), []);
  });

  test('a long run of spaces costs no time', () => {
    const startedAt = performance.now();
    readOne({ content: `a${' '.repeat(39_000)}b` });
    assert.ok(performance.now() - startedAt < 2_000);
  });
});
