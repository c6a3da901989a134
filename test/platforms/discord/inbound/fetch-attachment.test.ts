import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { PlatformError } from '../../../../src/errors.ts';
import { GIVE_UP_MS } from '../../../helpers/give-up-ms.ts';
import { startScriptedDiscord } from '../scripted-discord.ts';
import { createBot } from '../start-bot.ts';

describe('fetchAttachment', () => {
  const attachment = { id: '8', filename: 'a.txt', size: 3, content_type: 'text/plain' };

  test('downloads from the address that Discord gives at that moment', async (t) => {
    const discord = await startScriptedDiscord(t);
    const bot = createBot(t, discord);
    const url = `${discord.apiUrl}/v10/files/a.txt`;
    discord.respond = ({ path }) => {
      if (path === '/channels/10/messages/1')
        return { body: { id: '1', attachments: [{ ...attachment, url }] } };
      return path === '/files/a.txt' ? { body: 'abc' } : undefined;
    };
    const bytes = await bot.platform.fetch('10/1/8', AbortSignal.timeout(GIVE_UP_MS));
    assert.equal(new TextDecoder().decode(bytes), '"abc"');
  });

  test('rejects when the attachment was removed', async (t) => {
    const discord = await startScriptedDiscord(t);
    const bot = createBot(t, discord);
    discord.respond = () => ({ body: { id: '1', attachments: [] } });
    await assert.rejects(
      bot.platform.fetch('10/1/8', AbortSignal.timeout(GIVE_UP_MS)),
      PlatformError,
    );
  });
});
