import assert from 'node:assert/strict';
import { describe, type TestContext, test } from 'node:test';
import { PlatformError, type PlatformErrorKind } from '../../../../src/errors.ts';
import { createFileHosts } from '../../../../src/platforms/discord/connection/file-hosts.ts';
import { GIVE_UP_MS } from '../../../helpers/give-up-ms.ts';
import { rawMessage } from '../raw-events.ts';
import { type ScriptedResponse, startScriptedDiscord } from '../scripted-discord.ts';
import { createBot } from '../start-bot.ts';

const attachment = { id: '8', filename: 'a.txt', size: 3, content_type: 'text/plain' };
const signal = () => AbortSignal.timeout(GIVE_UP_MS);

const fails = (kind: PlatformErrorKind) => (error: unknown) => {
  assert.ok(error instanceof PlatformError, String(error));
  assert.equal(error.kind, kind, error.message);
  return true;
};

/** A message with these fields, whose files are at `<api>/files/`. */
async function setUp(t: TestContext, fieldsOf: (filesUrl: string) => object) {
  const discord = await startScriptedDiscord(t);
  const bot = createBot(t, discord);
  const files: Record<string, ScriptedResponse> = {};
  discord.respond = ({ path }) => {
    if (path === '/channels/10/messages/1')
      return { body: { id: '1', ...fieldsOf(`${discord.apiUrl}/v10/files`) } };
    return files[path];
  };
  const countOf = (path: string) => discord.requests.filter((each) => each.path === path).length;
  return { discord, bot, platform: bot.platform, files, countOf };
}

describe('fetchAttachment', () => {
  test('downloads from the address that Discord gives at that moment', async (t) => {
    const { platform, files } = await setUp(t, (url) => ({
      attachments: [{ ...attachment, url: `${url}/a.txt` }],
    }));
    files['/files/a.txt'] = { body: 'abc' };
    const bytes = await platform.fetch('10/1/8', signal());
    assert.equal(new TextDecoder().decode(bytes), '"abc"');
  });

  test('rejects when the attachment was removed', async (t) => {
    const { platform } = await setUp(t, () => ({ attachments: [] }));
    await assert.rejects(platform.fetch('10/1/8', signal()), fails('gone'));
  });

  test('needs no request for the message of a question that has just come', async (t) => {
    const { discord, bot, files, countOf } = await setUp(t, () => ({ attachments: [] }));
    const url = `${discord.apiUrl}/v10/files`;
    files['/files/own'] = { body: 'own' };
    files['/files/quoted'] = { body: 'quoted' };
    await bot.start();
    discord.sendEvent('MESSAGE_CREATE', {
      ...rawMessage,
      attachments: [{ ...attachment, url: `${url}/own` }],
      referenced_message: {
        ...rawMessage,
        id: '2',
        attachments: [{ ...attachment, url: `${url}/quoted` }],
      },
    });
    const { message } = await bot.waitForEvent('message');
    for (const refs of [message.attachments, message.quoted?.attachments ?? []])
      for (const { ref } of refs) await bot.platform.fetch(ref, signal());
    assert.deepEqual([countOf('/files/own'), countOf('/files/quoted')], [1, 1]);
    assert.equal(countOf('/channels/10/messages/1'), 0);

    // Later it asks again, and the files are gone.
    await bot.clock.advance(60_001);
    await assert.rejects(bot.platform.fetch('10/1/8', signal()), fails('gone'));
  });

  test('gives nothing of a message that was deleted meanwhile', async (t) => {
    const { discord, bot, files } = await setUp(t, () => ({ attachments: [] }));
    files['/files/a'] = { body: 'a' };
    await bot.start();
    const url = `${discord.apiUrl}/v10/files/a`;
    discord.sendEvent('MESSAGE_CREATE', { ...rawMessage, attachments: [{ ...attachment, url }] });
    discord.sendEvent('MESSAGE_DELETE', { id: rawMessage.id, channel_id: rawMessage.channel_id });
    await bot.waitForEvent('deleted');
    await assert.rejects(bot.platform.fetch('10/1/8', signal()), fails('gone'));
  });

  test('asks once for the message of several files', async (t) => {
    const { platform, files, countOf } = await setUp(t, (url) => ({
      attachments: ['1', '2', '3'].map((id) => ({ ...attachment, id, url: `${url}/${id}` })),
    }));
    for (const id of ['1', '2', '3']) files[`/files/${id}`] = { body: id };
    await Promise.all(['1', '2', '3'].map((id) => platform.fetch(`10/1/${id}`, signal())));
    assert.equal(countOf('/channels/10/messages/1'), 1);
  });

  test('asks for a fresh address when one has expired', async (t) => {
    let asked = 0;
    const { platform, files } = await setUp(t, (url) => {
      asked += 1;
      return { attachments: [{ ...attachment, url: `${url}/${asked}` }] };
    });
    files['/files/1'] = { status: 404 };
    files['/files/2'] = { body: 'new' };
    assert.equal(String(Buffer.from(await platform.fetch('10/1/8', signal()))), '"new"');
  });

  test('follows no redirect', async (t) => {
    const { platform, files, countOf } = await setUp(t, (url) => ({
      attachments: [{ ...attachment, url: `${url}/a` }],
    }));
    files['/files/a'] = { status: 302, headers: { location: '/api/v10/files/b' } };
    files['/files/b'] = { body: 'elsewhere' };
    await assert.rejects(platform.fetch('10/1/8', signal()), fails('invalid'));
    assert.equal(countOf('/files/b'), 0);
  });

  test('downloads the pictures of embeds, cards, forwards and stickers', async (t) => {
    const { discord, platform } = await setUp(t, (url) => {
      const media = (name: string) => ({
        url: 'https://foreign.test/x.png',
        proxy_url: `${url}/${name}`,
      });
      return {
        embeds: [
          { type: 'rich', image: media('embed') },
          { type: 'video', video: media('film'), thumbnail: media('still') },
        ],
        components: [{ type: 17, components: [{ type: 12, items: [{ media: media('card') }] }] }],
        message_snapshots: [{ message: { embeds: [{ thumbnail: media('forward') }] } }],
      };
    });
    const respond = discord.respond;
    discord.respond = (request) => respond(request) ?? { body: request.path };
    for (const [key, name] of [
      ['embed-0-image', 'embed'],
      ['embed-1-video', 'film'],
      ['embed-1-thumbnail', 'still'],
      ['media-0', 'card'],
      ['forward-0-embed-0-thumbnail', 'forward'],
    ]) {
      const bytes = await platform.fetch(`10/1/${key}`, signal());
      assert.equal(String(Buffer.from(bytes)), `"/files/${name}"`);
    }
  });

  test('downloads nothing from a host that people chose', async (t) => {
    const { discord, platform } = await setUp(t, () => ({
      embeds: [
        { type: 'rich', image: { url: `http://127.0.0.1:${discord.port + 1}/x.png` } },
        { type: 'rich', image: { url: 'https://foreign.test/x.png' } },
      ],
    }));
    for (const key of ['embed-0-image', 'embed-1-image'])
      await assert.rejects(platform.fetch(`10/1/${key}`, signal()), fails('invalid'));
  });
});

describe('createFileHosts', () => {
  const version = '10';

  test('allows the stores of Discord, and none that looks like one', () => {
    const hosts = createFileHosts([{ api: 'https://discord.com/api', version }]);
    for (const address of [
      'https://cdn.discordapp.com/attachments/1/2/a.png?ex=1',
      'https://media.discordapp.net/stickers/1.png',
      'https://images-ext-2.discordapp.net/external/a/https/example.org/a.png',
    ]) {
      assert.ok(hosts.allows(address, false), address);
    }
    for (const address of [
      'http://cdn.discordapp.com/a.png',
      'https://cdn.discordapp.com:8443/a.png',
      'https://cdn.discordapp.com.evil.test/a.png',
      'https://user@cdn.discordapp.com/a.png',
      'https://evil.test/cdn.discordapp.com/a.png',
      'https://discord.com/api/v10/users/@me',
      'http://169.254.169.254/latest',
      'file:///etc/passwd',
    ]) {
      assert.ok(!hosts.allows(address, true), address);
    }
    assert.equal(hosts.stickerAddress('5'), 'https://media.discordapp.net/stickers/5.png');
  });

  test('allows the files of another server beside its API', () => {
    const hosts = createFileHosts([{ api: 'https://api.chat.test/api', version }]);
    assert.ok(hosts.allows('https://api.chat.test/a.png', false));
    assert.ok(hosts.allows('https://cdn.chat.test/a.png', true));
    assert.ok(hosts.allows('https://api.chat.test:3003/a.png', true));
    assert.ok(!hosts.allows('https://api.chat.test:3003/a.png', false));
    assert.ok(!hosts.allows('https://cdn.other.test/a.png', true));
    assert.equal(hosts.stickerAddress('5'), 'https://api.chat.test/stickers/5.png');
  });
});
