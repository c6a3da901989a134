import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { ChatMessage } from '../../../../src/contracts/chat-message.ts';
import { carry } from '../../../../src/platforms/discord/inbound/carried.ts';
import { createEventReceiver } from '../../../../src/platforms/discord/inbound/event-receiver.ts';
import { createServerNames } from '../../../../src/platforms/discord/inbound/server-names.ts';
import { createFakeClock } from '../../../helpers/fake-clock.ts';
import { rawMessage } from '../raw-events.ts';

const attachment = (id: number, url: string) => ({ id: String(id), filename: 'a.txt', url });

describe('what comes along with an event', () => {
  test('is nothing for plain text', () => {
    assert.equal(carry([rawMessage, undefined]), undefined);
    const sticker = { ...rawMessage, sticker_items: [{ id: '4', name: 'wave', format_type: 1 }] };
    assert.equal(carry([sticker]), undefined);
  });

  test('is small, whatever a server sends', () => {
    const long = `https://cdn.discordapp.com/${'x'.repeat(1_900)}`;
    const many = Array.from({ length: 500 }, (_, id) => attachment(id, long));
    const small = { ...rawMessage, attachments: [attachment(1, 'https://cdn.discordapp.com/a')] };
    const huge = { ...rawMessage, id: '2', attachments: many };
    assert.equal(carry([huge]), undefined);
    const carried = carry([small, ...Array.from({ length: 100 }, () => huge)]);
    assert.deepEqual(
      carried?.messages?.map(({ messageId }) => messageId),
      ['1'],
    );
    assert.ok(JSON.stringify(carried).length < 50_000);
  });
});

describe('receiving an event', () => {
  function setUp() {
    const clock = createFakeClock();
    const names = createServerNames(clock);
    const remembered: unknown[] = [];
    const source = {
      remember: (message: unknown) => void remembered.push(message),
      forget: (...place: unknown[]) => void remembered.push(['forget', ...place]),
    };
    const receive = createEventReceiver({ acknowledgements: { expect: () => {} }, source, names });
    return { receive, names, remembered };
  }

  const channel = { platform: 'discord', id: '10', kind: 'group', server: '7' } as const;
  const person = { id: '5', name: 'Countess', isBot: false, isServerAdmin: false, roles: [] };
  const message: ChatMessage = {
    id: '1',
    channel,
    author: person,
    addressed: 'mention',
    text: 'hi',
    attachments: [],
    sentAt: 0,
  };
  const address = { channel, questionId: '1' };

  test('keeps how members are called, and not what webhooks and proxies are called', () => {
    const { receive, names } = setUp();
    receive({ kind: 'message', message, address });
    assert.equal(names.find('7', '5'), 'Countess');
    const webhook = { ...person, id: '6', name: 'News', isBot: true };
    receive({ kind: 'message', message: { ...message, author: webhook }, address });
    receive({
      kind: 'message',
      message: { ...message, author: { ...person, id: '8' }, origin: 'proxy' },
      address,
    });
    assert.deepEqual([names.find('7', '6'), names.find('7', '8')], [undefined, undefined]);
  });

  test('understands nothing of what another version may have stored, and throws nothing', () => {
    const { receive, remembered } = setUp();
    const files = [{ key: 'a', addresses: ['file:///etc/passwd'], isUploaded: true }];
    for (const carried of [
      [],
      { messages: 5 },
      { messages: [null, { channelId: '../x', messageId: '1', files }] },
      { mayOpenForm: 'yes', messages: [{ channelId: '10', messageId: '1', files: [{}] }] },
      { messages: [{ channelId: '10', messageId: '2', files }] },
    ]) {
      receive({ kind: 'message', message, address }, carried);
    }
    assert.deepEqual(remembered, [
      { channelId: '10', messageId: '1', files: [] },
      {
        channelId: '10',
        messageId: '2',
        files: [{ key: 'a', addresses: [], isUploaded: true }],
      },
    ]);
  });

  test('forgets the files of what was taken back, before it keeps those of the new version', () => {
    const { receive, remembered } = setUp();
    const files = [{ key: '8', addresses: ['https://cdn.discordapp.com/a'], isUploaded: true }];
    const kept = { channelId: '10', messageId: '1', files };
    receive({ kind: 'edited', message, address }, { messages: [kept] });
    receive({ kind: 'deleted', channel, messageId: '1' });
    assert.deepEqual(remembered, [['forget', '10', '1'], kept, ['forget', '10', '1']]);
  });
});
