import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { REST } from 'discord.js';
import { countRequests } from '../../../../../src/platforms/discord/connection/discord-js-patches/count-requests.ts';
import { installedVersion, LOOK_AGAIN } from './installed-version.ts';

describe('countRequests', () => {
  test('is written for this version of @discordjs/rest', () => {
    assert.equal(installedVersion('discord.js', '@discordjs/rest'), '2.6.3', LOOK_AGAIN);
  });

  test('lets each request wait for its turn, and ends the turn with it', async () => {
    const happened: string[] = [];
    const rest = new REST({
      retries: 0,
      async makeRequest(url) {
        happened.push(new URL(url).pathname);
        if (url.endsWith('/fails')) throw new Error('broken');
        return new Response('{}', { headers: { 'content-type': 'application/json' } });
      },
    });
    countRequests(rest.setToken('x'), {
      join: () => {},
      async take(purpose) {
        happened.push(`turn of ${purpose}`);
        return () => void happened.push('end');
      },
    });
    await rest.get('/gateway/bot');
    await assert.rejects(rest.get('/fails'), /broken/);
    assert.deepEqual(happened, [
      ...['turn of GET /gateway/bot', '/api/v10/gateway/bot', 'end'],
      ...['turn of GET /fails', '/api/v10/fails', 'end'],
    ]);
  });
});
