import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { DiscordError } from '../../../../../src/platforms/discord/connection/discord-error.ts';
import {
  checkGatewayAddress,
  readGatewayInformation,
} from '../../../../../src/platforms/discord/connection/discord-js-patches/check-gateway-address.ts';
import { installedVersion, LOOK_AGAIN, requireInstalled } from './installed-version.ts';

type Manager = Parameters<typeof checkGatewayAddress>[0];

function createManager(response: unknown, resumeURL?: unknown): Manager {
  const { WebSocketManager } = requireInstalled('discord.js', '@discordjs/ws');
  return new WebSocketManager({
    token: 'x',
    intents: 0,
    rest: { get: async () => response },
    retrieveSessionInfo: () => ({ resumeURL, sessionId: 's', sequence: 1 }),
  });
}

describe('checkGatewayAddress', () => {
  test('is written for this version of @discordjs/ws', () => {
    assert.equal(installedVersion('discord.js', '@discordjs/ws'), '1.2.3', LOOK_AGAIN);
  });

  test('is needed: @discordjs/ws fails on a response without limits', async () => {
    const manager = createManager({ url: 'wss://gateway.test' });
    await assert.rejects(manager.fetchGatewayInformation(), TypeError);
  });

  test('makes the manager read the response, and fail for an unusable address', async () => {
    const manager = createManager({ url: 'wss://gateway.test' });
    checkGatewayAddress(manager);
    assert.equal((await manager.fetchGatewayInformation()).session_start_limit.remaining, 1_000);

    const unusable = createManager({ url: null });
    checkGatewayAddress(unusable);
    await assert.rejects(unusable.fetchGatewayInformation(), DiscordError);
  });

  test('leaves out an unusable address for resuming, and keeps a usable one', async () => {
    for (const [given, expected] of [
      ['wss://resume.test', 'wss://resume.test'],
      ['resume.test', undefined],
      [null, undefined],
      [5, undefined],
    ]) {
      const manager = createManager({}, given);
      checkGatewayAddress(manager);
      const session = await manager.options.retrieveSessionInfo(0);
      assert.equal(session?.resumeURL, expected);
    }
  });

  test('keeps what Discord sends', () => {
    const response = {
      url: 'wss://gateway.discord.gg',
      shards: 3,
      session_start_limit: {
        total: 1000,
        remaining: 997,
        reset_after: 60_000,
        max_concurrency: 16,
      },
    };
    assert.deepEqual(readGatewayInformation(response), response);
  });
});
