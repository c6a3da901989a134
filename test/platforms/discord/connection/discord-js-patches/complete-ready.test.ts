import assert from 'node:assert/strict';
import { EventEmitter } from 'node:events';
import { describe, test } from 'node:test';
import * as sdk from 'discord.js';
import { completeReady } from '../../../../../src/platforms/discord/connection/discord-js-patches/complete-ready.ts';
import { installedVersion, LOOK_AGAIN } from './installed-version.ts';

const user = { id: '900', username: 'parley' };

/** The data of READY as it is after the patch. */
function completed(data: object): object {
  const manager = new EventEmitter();
  completeReady(sdk, manager as unknown as Parameters<typeof completeReady>[1], () => {});
  manager.emit(sdk.WebSocketShardEvents.Ready, { data, shardId: 0 });
  return data;
}

/** Passes a READY to the handlers of discord.js. */
function handleReady(data: object): void {
  const client = new sdk.Client({ intents: [] });
  const { handlePacket } = client.ws as unknown as {
    handlePacket(packet: object, shard: object): boolean;
  };
  handlePacket.call(client.ws, { t: 'READY', d: data }, { id: 0, checkReady() {} });
}

describe('completeReady', () => {
  test('is written for this version of discord.js', () => {
    assert.equal(installedVersion('discord.js'), '14.28.1', LOOK_AGAIN);
  });

  test('is needed: discord.js fails on a READY without guilds, or without an application', () => {
    assert.throws(() => handleReady({ user, application: { id: '901', flags: 0 } }), TypeError);
    assert.throws(() => handleReady({ user, guilds: [] }), TypeError);
  });

  test('fills in what discord.js needs', () => {
    handleReady(completed({ user }));
  });

  test('keeps what the server sent', () => {
    const ready = { user, guilds: [{ id: '7' }], application: { id: '901', flags: 1 } };
    assert.deepEqual(completed(structuredClone(ready)), ready);
  });

  test('listens before discord.js does', async () => {
    const listenersBefore: number[] = [];
    const buildStrategy = (manager: Parameters<typeof completeReady>[1]) => {
      listenersBefore.push(manager.listenerCount(sdk.WebSocketShardEvents.Ready));
      return new sdk.SimpleShardingStrategy(manager);
    };
    const makeRequest = async () => new Response('{}', { status: 401 });
    const client = new sdk.Client({ intents: [], ws: { buildStrategy }, rest: { makeRequest } });

    await assert.rejects(client.login('x'), { code: 'TokenInvalid' });

    assert.deepEqual(listenersBefore, [0]);
  });
});
