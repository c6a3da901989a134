import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { REST } from 'discord.js';
import { switchApi } from '../../../../../src/platforms/discord/connection/discord-js-patches/switch-api.ts';
import { installedVersion, LOOK_AGAIN } from './installed-version.ts';

describe('switchApi', () => {
  test('is written for this version of @discordjs/rest', () => {
    assert.equal(installedVersion('discord.js', '@discordjs/rest'), '2.6.3', LOOK_AGAIN);
  });

  test('sends the next requests to the other address and version', async () => {
    const urls: string[] = [];
    const rest = new REST({
      api: 'https://one.test/api',
      version: '10',
      async makeRequest(url) {
        urls.push(url);
        return new Response();
      },
    }).setToken('x');

    await rest.get('/users/@me');
    switchApi(rest, { api: 'https://two.test', version: '9' });
    await rest.get('/users/@me');

    assert.deepEqual(urls, ['https://one.test/api/v10/users/@me', 'https://two.test/v9/users/@me']);
  });
});
