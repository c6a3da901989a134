import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import type { MessageContent } from '../../../../src/contracts/chat-message.ts';
import { listMedia } from '../../../../src/platforms/discord/inbound/content/list-media.ts';
import type { GuildCache } from '../../../../src/platforms/discord/inbound/guild-cache.ts';
import { rawMessageReader } from '../../../../src/platforms/discord/inbound/raw-message.ts';
import { readContent } from '../../../../src/platforms/discord/inbound/read-content.ts';

const OWN = '900';
const cache: GuildCache = {
  ownId: OWN,
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
const ada = { id: '5', username: 'ada', global_name: 'Ada' };

function read(fields: object): MessageContent {
  const message = rawMessageReader({ id: '1', channel_id: '10', author: ada, ...fields });
  assert.ok(message);
  return readContent(message, cache);
}

const detailsOf = (fields: object) => read(fields).details;
const component = (type: number, fields: object = {}) => ({ type, ...fields });

describe('the details of a message', () => {
  // The types and their fields: discord-api-types, MessageType; what the app shows for them.
  test('are the words of a notice of Discord', () => {
    const notices: readonly (readonly [object, string])[] = [
      [{ type: 6 }, 'Ada pinned a message to this channel.'],
      [{ type: 7 }, 'Ada joined the server.'],
      [{ type: 8, content: '3' }, 'Ada boosted the server.'],
      [{ type: 4, content: 'news' }, 'Ada changed the name of the channel: "news"'],
      [{ type: 18, content: 'Lunch' }, 'Ada started a thread: "Lunch"'],
      [
        { type: 1, mentions: [{ id: '6', username: 'bob' }], content: '<@6>' },
        'Ada added bob to the group.',
      ],
      [
        { type: 25, role_subscription_data: { tier_name: 'Gold' } },
        'Ada subscribed to a role of the server: Gold.',
      ],
      [
        { type: 44, purchase_notification: { guild_product_purchase: { product_name: 'Map' } } },
        'Ada bought something in the shop of the server: Map.',
      ],
      [{ type: 99, content: 'new' }, 'A message of an unknown kind (99). "new"'],
    ];
    for (const [fields, words] of notices)
      assert.deepEqual(read(fields), { text: '', details: `[notice] ${words}`, attachments: [] });
  });

  test('name invitations, calls, themes and gifts', () => {
    const application = { name: 'Chess' };
    assert.equal(detailsOf({ activity: { type: 1 }, application }), '[invitation] to join: Chess');
    assert.equal(detailsOf({ activity: { type: 9 } }), '[invitation] to an activity');
    const call = { participants: ['5', '6'], ended_timestamp: '2026-11-21T10:05:00Z' };
    assert.equal(detailsOf({ call }), '[call] with 2 people, which has ended');
    const shared_client_theme = { colors: ['5865f2', '000000'] };
    assert.equal(
      detailsOf({ shared_client_theme }),
      '[theme] a look for Discord in #5865f2, #000000',
    );
    assert.equal(detailsOf({ gift_info: {} }), '[gift]');
  });

  test('say how a poll ended', () => {
    const poll = {
      question: { text: 'Lunch?' },
      answers: [
        { answer_id: 1, poll_media: { text: 'Pizza', emoji: { name: '🍕' } } },
        { answer_id: 2, poll_media: { text: 'Salad', emoji: { id: '9', name: 'leaf' } } },
      ],
      allow_multiselect: true,
      expiry: '2026-11-22T10:00:00Z',
    };
    assert.equal(
      detailsOf({ poll }),
      '[poll] Lunch? (several answers allowed, open until 2026-11-22 10:00 UTC)\n1. 🍕 Pizza\n2. :leaf: Salad',
    );
    const results = { is_finalized: true, answer_counts: [{ id: 1, count: 1, me_voted: false }] };
    assert.equal(
      detailsOf({ poll: { ...poll, results } }),
      '[poll] Lunch? (several answers allowed, closed)\n1. 🍕 Pizza: 1 vote\n2. :leaf: Salad: 0 votes',
    );
  });

  test('name the choices of classic buttons and menus', () => {
    const components = [
      component(1, {
        components: [
          component(2, { label: 'Yes' }),
          component(2, { emoji: { id: '1', name: 'no' } }),
        ],
      }),
      component(1, {
        components: [component(3, { options: [{ label: 'Red' }, { label: 'Blue' }] })],
      }),
      component(1, { components: [component(5, { placeholder: 'Ask whom?' })] }),
    ];
    assert.equal(
      detailsOf({ components }),
      '[buttons] Yes, :no:\n[menu] Red, Blue\n[menu] Ask whom?: people',
    );
  });

  test('keep what is readable of a component of the future', () => {
    const components = [
      component(17, {
        components: [
          component(77, { content: 'Hello', components: [component(10, { content: 'inside' })] }),
        ],
      }),
      component(18, { label: 'Your name', component: component(4, { placeholder: 'Ada' }) }),
    ];
    assert.equal(
      detailsOf({ components }),
      '[card]\n[component of an unknown kind: 77]\nHello\ninside\nYour name\n[form field] Ada',
    );
  });

  test('leave out a preview that only repeats the link, and keep a post of another network', () => {
    const content = 'https://example.org/a';
    assert.equal(detailsOf({ content, embeds: [{ type: 'link', url: content }] }), undefined);
    const post = {
      type: 'rich',
      url: content,
      author: { name: 'Bob (@bob)' },
      description: 'word '.repeat(300),
    };
    assert.ok((detailsOf({ content, embeds: [post] }) ?? '').length > 1_400);
  });

  test('have the words with which people describe a picture', () => {
    const attachments = [
      { id: '8', filename: 'cat.png', content_type: 'image/png', description: 'A cat on a sofa' },
    ];
    assert.equal(detailsOf({ attachments }), '[description of cat.png] A cat on a sofa');
  });

  test('are bounded, whatever the message holds', () => {
    const embeds = Array.from({ length: 10 }, () => ({
      type: 'rich',
      description: 'x'.repeat(9_000),
    }));
    assert.ok((detailsOf({ embeds }) ?? '').length <= 8_001);
    let nested: object = component(10, { content: 'deep' });
    for (let depth = 0; depth < 1_000; depth += 1) nested = component(17, { components: [nested] });
    assert.equal(detailsOf({ components: [nested] }), undefined);
  });

  test('are read of any data without a failure', () => {
    const anyField = fc.anything({ maxDepth: 4 });
    const part = fc.record(
      {
        type: fc.nat(120),
        components: anyField,
        content: anyField,
        media: anyField,
        items: anyField,
      },
      { requiredKeys: [] },
    );
    const message = fc.record(
      {
        type: fc.nat(70),
        content: anyField,
        embeds: fc.array(
          fc.oneof(
            anyField,
            fc.dictionary(fc.constantFrom('type', 'title', 'fields', 'image'), anyField),
          ),
        ),
        components: fc.array(fc.oneof(anyField, part)),
        poll: anyField,
        sticker_items: fc.array(anyField),
        message_snapshots: fc.array(fc.record({ message: anyField })),
        flags: fc.nat(),
      },
      { requiredKeys: [] },
    );
    fc.assert(
      fc.property(message, (fields) => {
        const { details = '', attachments } = read(fields);
        assert.ok(details.length <= 8_001 && Array.isArray(attachments));
      }),
      { numRuns: 200 },
    );
  });
});

describe('the files of a message', () => {
  test('have the names that people gave them', () => {
    const attachments = [{ id: '8', filename: 'R_sum_.pdf', title: 'Résumé', size: 5 }];
    assert.equal(read({ attachments }).attachments[0]?.name, 'Résumé.pdf');
  });

  test('say how they were sent, with a still picture of a video', () => {
    const attachments = [
      { id: '1', filename: 'a.mp3', content_type: 'audio/mpeg', duration_secs: 61.5 },
      {
        id: '2',
        filename: 'b.mp4',
        content_type: 'video/mp4',
        proxy_url: 'https://media.discordapp.net/attachments/1/2/b.mp4?ex=1',
      },
      { id: '3', filename: 'c.png', content_type: 'image/png' },
    ];
    assert.deepEqual(
      read({ attachments }).attachments.map(({ sentAs, durationMs, stillRef }) => [
        sentAs,
        durationMs,
        stillRef,
      ]),
      [
        ['audio', 61_500, undefined],
        ['video', undefined, '10/1/2-still'],
        [undefined, undefined, undefined],
      ],
    );
  });

  // Discord's store gives a frame of a video where `format` asks for a picture, as its own app does.
  test('have a still picture of a video in the store of Discord only', () => {
    const addressOf = (proxy_url: string) =>
      listMedia({ attachments: [{ id: '2', content_type: 'video/mp4', proxy_url }] }).find(
        ({ key }) => key === '2-still',
      )?.addresses[0];
    assert.equal(
      addressOf('https://media.discordapp.net/attachments/1/2/b.mp4?ex=1&hm=2'),
      'https://media.discordapp.net/attachments/1/2/b.mp4?ex=1&hm=2&format=jpeg',
    );
    assert.equal(addressOf('https://files.test/b.mp4'), undefined);
  });

  test('are the film of a link, with its thumbnail as the still picture', () => {
    const media = (name: string) => ({
      url: `https://films.test/${name}`,
      proxy_url: `https://images-ext-1.discordapp.net/external/a/https/films.test/${name}`,
    });
    const film = { type: 'video', video: media('a.mp4'), thumbnail: media('a.jpg') };
    assert.deepEqual(read({ embeds: [film] }).attachments, [
      {
        ref: '10/1/embed-0-video',
        name: 'a.mp4',
        mime: 'video/mp4',
        bytes: 0,
        sentAs: 'video',
        stillRef: '10/1/embed-0-thumbnail',
      },
    ]);
  });

  test('are listed once, although a card shows what was uploaded with it', () => {
    const url = 'https://cdn.discordapp.com/attachments/10/31/a.png';
    const attachments = [{ id: '31', filename: 'a.png', content_type: 'image/png', url }];
    const components = [component(12, { items: [{ media: { url, attachment_id: '31' } }] })];
    assert.deepEqual(
      read({ attachments, components }).attachments.map(({ ref }) => ref),
      ['10/1/31'],
    );
  });
});
