import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { Client, Status } from 'discord.js';
import { type Log, silentLog } from '../../../../../src/lib/log.ts';
import { guardHandlers } from '../../../../../src/platforms/discord/connection/discord-js-patches/guard-handlers.ts';
import { installedVersion, LOOK_AGAIN } from './installed-version.ts';

/** A command without the person who called it: discord.js cannot build an object of it. */
const incomplete = { t: 'INTERACTION_CREATE', d: { id: '1', type: 2, data: { type: 1 } } };
const serverAdded = { t: 'GUILD_CREATE', d: { id: '7', name: 'Home' } };
const serverRemoved = { t: 'GUILD_DELETE', d: { id: '7' } };

interface PacketHandler {
  handlePacket(packet: object, shard: object): boolean;
}

/** A client that takes itself for connected, and the private method that each gateway event passes. */
function createClient() {
  const client = new Client({ intents: [] });
  Object.assign(client.ws, { status: Status.Ready });

  const receive = (packet: object) =>
    (client.ws as unknown as PacketHandler).handlePacket(packet, { id: 0 });
  return { client, receive };
}

function createErrorLog() {
  const errors: Record<string, unknown>[] = [];
  const log: Log = { ...silentLog, warn: (fields) => void errors.push(fields) };
  return { log, errors };
}

describe('guardHandlers', () => {
  test('is written for this version of discord.js', () => {
    assert.equal(installedVersion('discord.js'), '14.28.1', LOOK_AGAIN);
  });

  test('is needed: discord.js fails on an event that lacks fields', () => {
    assert.throws(() => createClient().receive(incomplete), TypeError);
  });

  test('logs the first failure of an event, by its name', () => {
    const { client, receive } = createClient();
    const { log, errors } = createErrorLog();

    guardHandlers(client, { handledEvents: new Set(['INTERACTION_CREATE']), log });

    assert.equal(receive(incomplete), false);
    assert.equal(receive(incomplete), false);
    assert.deepEqual(
      errors.map(({ event }) => event),
      ['INTERACTION_CREATE'],
    );
  });

  test('passes only the events on that discord.js must handle', () => {
    const { client, receive } = createClient();
    const { log, errors } = createErrorLog();
    receive(serverAdded);

    guardHandlers(client, { handledEvents: new Set(['GUILD_DELETE']), log });

    assert.equal(receive(incomplete), true);
    assert.deepEqual(errors, []);
    assert.equal(receive(serverRemoved), true);
    assert.equal(client.guilds.cache.size, 0);
  });
});
