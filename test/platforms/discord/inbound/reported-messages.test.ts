import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import type { ChatMessage } from '../../../../src/contracts/chat-message.ts';
import type { GuildCache } from '../../../../src/platforms/discord/inbound/guild-cache.ts';
import { eventReaders } from '../../../../src/platforms/discord/inbound/read-event.ts';
import type { ChannelDetails } from '../../../../src/platforms/discord/inbound/server-source.ts';

const FOLDER = join(import.meta.dirname, '../../../fixtures/reports/discord');
const OWN = '900';

const channels: Record<string, ChannelDetails> = {
  '10': { type: 0, name: 'general', serverId: '1' },
  '11': { type: 11, name: 'a thread', parentId: '10', ownerId: '5', serverId: '1' },
  '12': { type: 11, name: 'own thread', parentId: '10', ownerId: OWN, serverId: '1' },
  '20': { type: 0, name: 'news', serverId: '1' },
  '30': { type: 0, name: 'hidden', serverId: '1' },
};
const cache: GuildCache = {
  ownId: OWN,
  ownRoleId: () => '901',
  roleName: () => undefined,
  channel: (id) => channels[id],
  serverName: () => 'Home',
  canRead: (id) => id !== '30' && channels[id] !== undefined,
  canModerate: () => false,
  locale: () => undefined,
  memberName: () => undefined,
  managesServer: () => false,
};

/** Reads the payload of a report. The sources are in `test/fixtures/reports/sources.md`. */
function readReport(name: string): ChatMessage {
  const { t, d } = JSON.parse(readFileSync(join(FOLDER, `${name}.json`), 'utf8'));
  const [event] = eventReaders[t as 'MESSAGE_CREATE'](d, cache);
  assert.ok(event && (event.kind === 'message' || event.kind === 'edited'), `${name}: no message`);
  return event.message;
}

function quotedIn(name: string) {
  const { quoted } = readReport(name);
  assert.ok(quoted, `${name}: nothing is quoted`);
  return quoted;
}

const lines = (...all: readonly string[]) => all.join('\n');

describe('what a reported message holds besides words', () => {
  test('an embed that is replied to is read (d01)', () => {
    const { text, details } = quotedIn('d01-reply-to-embed-only');
    assert.equal(text, '');
    assert.equal(
      details,
      lines('[embed] Build failed', 'Job 4711 failed on main', 'Error: exit code 137', '(CI)'),
    );
  });

  test('an embed that is forwarded is read (d02)', () => {
    const { text, details } = readReport('d02-forward-embed-only');
    assert.equal(text, 'any idea?');
    assert.match(details ?? '', /^\[forwarded from #news\]\n\[embed\] Build failed\nJob 4711/);
  });

  test('a poll that is replied to is read with its answers (d05)', () => {
    const { details } = quotedIn('d05-poll-quoted');
    assert.equal(details, lines('[poll] Lunch? (one answer each)', '1. Pizza', '2. Salad'));
  });

  test('the words of a forward that is replied to are read (d08)', () => {
    const { text, forwardedFrom } = quotedIn('d08-reply-to-forward');
    assert.deepEqual([text, forwardedFrom], ['Water boils at 90 °C', 'another channel']);
  });

  test('a reply to an answer to a command is one to the bot, and says so (d21)', () => {
    const { addressed, quoted } = readReport('d21-interaction-reply');
    assert.deepEqual([addressed, quoted?.isOwn, quoted?.text], ['reply', true, 'Short answer.']);
    assert.equal(quoted?.details, '[command] the answer to a command of Ada');
  });

  test('a picture that is replied to can be fetched (d26)', () => {
    assert.deepEqual(quotedIn('d26-reply-to-image-only').attachments, [
      { ref: '10/999/8', name: 'cat.png', mime: 'image/png', bytes: 3 },
    ]);
  });

  test('a card is read in its order, with its files, links and choices (d30)', () => {
    const { details, attachments } = quotedIn('d30-reply-to-card');
    assert.equal(
      details,
      lines(
        '[card]',
        '## Deploy finished',
        'Version **1.2** is live in #news.',
        '[picture] the logo',
        '---',
        '[picture] the load',
        '[file] deploy.log',
        '[buttons] [Open](https://example.org/deploys/12), Roll back',
        '[menu] Choose a region: Europe (Frankfurt), America',
      ),
    );
    assert.deepEqual(
      attachments.map(({ ref, name, mime }) => [ref, name, mime]),
      [
        ['10/999/media-0', 'logo.png', 'image/png'],
        ['10/999/media-1', 'load.png', 'image/png'],
        ['10/999/media-2', 'deploy.log', 'text/plain'],
      ],
    );
  });

  test('a voice message is one, also when it is forwarded (d31, d32)', () => {
    const voice = {
      name: 'voice-message.ogg',
      mime: 'audio/ogg',
      bytes: 9000,
      sentAs: 'voice',
      durationMs: 4200,
    };
    const forward = readReport('d31-forward-of-voice-message');
    assert.deepEqual(forward.attachments, [{ ref: '10/1000/8', ...voice }]);
    assert.deepEqual([forward.forwardedFrom, forward.details], ['#news', undefined]);
    assert.deepEqual(readReport('d32-voice-message').attachments, [{ ref: '40/1000/8', ...voice }]);
  });

  test('an alert is read with its links, fields and picture (d33)', () => {
    const { details, attachments } = quotedIn('d33-reply-to-alert');
    assert.equal(
      details,
      lines(
        '[embed] [High memory](https://example.org/alerts/7)',
        'by [Monitor](https://example.org)',
        'Pod `api-1` uses 97 %',
        'Namespace: shop',
        'Last lines:',
        '```',
        'out of memory',
        '```',
        '(cluster 3)',
        '(2026-11-21 09:58 UTC)',
      ),
    );
    assert.deepEqual(attachments, [
      { ref: '10/999/embed-0-image', name: 'graph.png', mime: 'image/png', bytes: 0 },
    ]);
  });

  test('stickers are named, and still ones are pictures (d34)', () => {
    const { details, attachments } = readReport('d34-stickers-only');
    assert.equal(details, lines('[sticker] Shrug', '[sticker] Wave (moving)'));
    assert.deepEqual(attachments, [
      {
        ref: '40/1000/sticker-51',
        name: 'Shrug.png',
        mime: 'image/png',
        bytes: 0,
        sentAs: 'sticker',
      },
    ]);
  });

  test('a forward has the words and the channel of what it forwards (d35)', () => {
    const { text, forwardedFrom } = readReport('d35-forward-of-text');
    assert.deepEqual([text, forwardedFrom], ['The build of @Bob is red', '#news']);
  });

  test('the preview of a link is short, and its picture can be fetched (d36)', () => {
    const { text, details = '', attachments } = readReport('d36-link-preview');
    assert.equal(text, 'summarise https://videos.example/watch?v=1');
    assert.match(
      details,
      /^\[link preview\] Videos, Ada B: How bridges stand\nA talk about arches\./,
    );
    assert.ok(details.length < 500 && details.endsWith('…'));
    assert.deepEqual(
      attachments.map(({ ref, mime }) => [ref, mime]),
      [['10/1000/embed-0-thumbnail', 'image/jpeg']],
    );
  });

  test('the result of a poll is read (d37)', () => {
    assert.equal(
      quotedIn('d37-poll-result-quoted').details,
      lines('[poll result] Lunch?', '"Pizza" won with 3 of 4 votes'),
    );
  });

  test('another bot’s answer is read with its command and its buttons (d38)', () => {
    const { text, details } = quotedIn('d38-reply-to-answer-with-buttons');
    assert.equal(text, 'Pick one.');
    assert.equal(
      details,
      lines('[buttons] Paris, 🗼 Tokyo', '[command] the answer to /trivia of Bob'),
    );
  });
});

describe('the people that a reported message addresses', () => {
  test('a mention of a channel is its name (d28)', () => {
    assert.equal(readReport('d28-channel-mention').text, 'what is #general for?');
  });

  test('everyone and foreign roles are not the bot, but others (d14)', () => {
    const { addressed, isForOthers } = readReport('d14-role-and-everyone');
    assert.deepEqual([addressed, isForOthers], [false, true]);
  });

  test('a mention inside code is none (d39, d40)', () => {
    const inline = readReport('d39-mention-in-code');
    assert.deepEqual(
      [inline.addressed, inline.text],
      [false, 'write `<@900> help` to ask the bot'],
    );
    assert.equal(readReport('d40-mention-in-fence').addressed, false);
  });

  test('a mention counts beside those of others (d41)', () => {
    const { addressed, isForOthers, text } = readReport('d41-mention-beside-others');
    assert.deepEqual([addressed, isForOthers, text], ['mention', undefined, '@Bob help']);
  });

  test('a reply to somebody else is theirs, also in the bot’s own thread (d42)', () => {
    const { addressed, isForOthers } = readReport('d42-reply-to-somebody-else');
    assert.deepEqual([addressed, isForOthers], ['thread', true]);
  });

  test('a mention that an edit adds is one (d17)', () => {
    const { addressed, text } = readReport('d17-edited-in-mention');
    assert.deepEqual([addressed, text], ['mention', 'what is a monad?']);
  });

  test('a preview that arrives later is no edit (d43)', () => {
    assert.throws(() => readReport('d43-link-preview-arrives'), /no message/);
  });

  test('a thread is known with its channel and server (d12)', () => {
    assert.deepEqual(readReport('d12-mention-in-thread').channel, {
      platform: 'discord',
      id: '11',
      kind: 'thread',
      server: '1',
      name: 'a thread',
      parentId: '10',
      parentName: 'general',
      serverName: 'Home',
    });
  });
});

describe('the author of a reported message', () => {
  test('a proxy is a person under the name of the persona (d10, d44)', () => {
    for (const [report, name] of [
      ['d10-pluralkit-proxy', 'Sam | System'],
      ['d44-tupperbox-proxy', 'Sam'],
    ] as const) {
      const { author, origin, addressed } = readReport(report);
      assert.deepEqual(
        [author.name, author.isBot, origin, addressed],
        [name, false, 'proxy', 'mention'],
      );
      assert.match(author.id, /^\d+-[0-9a-f]{12}$/);
    }
  });

  test('two personas of one webhook are two people (d10, d46)', () => {
    const sam = readReport('d10-pluralkit-proxy').author;
    const robin = readReport('d46-two-personas-of-one-webhook').author;
    assert.notEqual(sam.id, robin.id);
    assert.equal(readReport('d10-pluralkit-proxy').author.id, sam.id);
  });

  test('another webhook is a bot (d45)', () => {
    const { author, origin } = readReport('d45-other-webhook');
    assert.deepEqual([author.id, author.isBot, origin], ['333', true, undefined]);
  });
});

describe('the links of a reported message', () => {
  test('a link to a message of the server is followed, and stays in the text (d27)', () => {
    const { links, text } = readReport('d27-message-link');
    assert.deepEqual(links, [{ channelId: '10', messageId: '999' }]);
    assert.equal(text, 'summarise https://discord.com/channels/1/10/999');
  });

  test('a link into a channel that the author may not read is not (d47)', () => {
    assert.equal(readReport('d47-link-to-hidden-channel').links, undefined);
  });

  test('a proxy links to what its person replied to (d49)', () => {
    const { links, details } = readReport('d49-proxy-reply');
    assert.deepEqual(links, [{ channelId: '10', messageId: '998' }]);
    assert.match(details ?? '', /by Bob ↩️\n/);
  });

  test('three different links are followed, and none in code (d48)', () => {
    assert.deepEqual(
      readReport('d48-many-links').links?.map(({ messageId }) => messageId),
      ['991', '992', '993'],
    );
  });
});
