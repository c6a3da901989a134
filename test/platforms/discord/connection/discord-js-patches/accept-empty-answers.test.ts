import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { REST, type RESTOptions } from 'discord.js';
import { acceptEmptyAnswers } from '../../../../../src/platforms/discord/connection/discord-js-patches/accept-empty-answers.ts';
import { installedVersion, LOOK_AGAIN } from './installed-version.ts';

type MakeRequest = RESTOptions['makeRequest'];

/** A server that answers every request with this body, announced as JSON. */
const answerWith =
  (body: string): MakeRequest =>
  async () =>
    new Response(body, { headers: { 'content-type': 'application/json' } });

const get = (makeRequest: MakeRequest) => new REST({ makeRequest }).setToken('x').get('/users/@me');

describe('acceptEmptyAnswers', () => {
  test('is written for this version of @discordjs/rest', () => {
    assert.equal(installedVersion('discord.js', '@discordjs/rest'), '2.6.3', LOOK_AGAIN);
  });

  test('is needed: discord.js fails on an empty body that is announced as JSON', async () => {
    await assert.rejects(get(answerWith('')), SyntaxError);
  });

  test('reads an empty body as an empty object', async () => {
    assert.deepEqual(await get(acceptEmptyAnswers(answerWith(''))), {});
  });

  test('reads every other body as it is', async () => {
    assert.deepEqual(await get(acceptEmptyAnswers(answerWith('{"id":"1"}'))), { id: '1' });
    await assert.rejects(get(acceptEmptyAnswers(answerWith('{'))), SyntaxError);
  });
});
