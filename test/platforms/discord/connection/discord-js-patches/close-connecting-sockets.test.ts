import assert from 'node:assert/strict';
import { EventEmitter } from 'node:events';
import { describe, test } from 'node:test';
import { closeConnectingSockets } from '../../../../../src/platforms/discord/connection/discord-js-patches/close-connecting-sockets.ts';
import { createFakeStrategy } from './fake-strategy.ts';
import { installedVersion, LOOK_AGAIN, requireInstalled } from './installed-version.ts';

/** A shard that stops listening to its socket when it is destroyed, as those of @discordjs/ws do. */
function createShard(readyState = 0) {
  const connection = Object.assign(new EventEmitter(), {
    readyState,
    isClosed: false,
    terminate() {
      this.isClosed = true;
    },
  });
  const onError = () => {};
  connection.on('error', onError);

  return {
    connection,
    async destroy() {
      connection.off('error', onError);
    },
    async internalConnect() {},
  };
}

const failSocket = ({ connection }: { readonly connection: EventEmitter }) =>
  connection.emit('error', new Error('socket hang up'));

// That a real socket closes when the bot stops, and may fail, is tested in ../gateway.test.ts.
describe('closeConnectingSockets', () => {
  test('is written for this version of @discordjs/ws', () => {
    assert.equal(installedVersion('discord.js', '@discordjs/ws'), '1.2.3', LOOK_AGAIN);
  });

  test('finds the private parts of @discordjs/ws that it uses', () => {
    const { SimpleShardingStrategy, WebSocketShard } = requireInstalled(
      'discord.js',
      '@discordjs/ws',
    );
    assert.ok(new SimpleShardingStrategy({}).shards instanceof Map);
    assert.equal(new WebSocketShard({}, 0).connection, null);

    const { WebSocket } = requireInstalled('discord.js', '@discordjs/ws', 'ws');
    assert.equal(WebSocket.CONNECTING, 0);
    assert.equal(typeof WebSocket.prototype.terminate, 'function');
  });

  test('catches the error of a socket that fails after its shard was destroyed', async () => {
    const shard = createShard();
    const strategy = createFakeStrategy(new Map([[0, shard]]));

    closeConnectingSockets(strategy);
    await strategy.destroy();

    assert.doesNotThrow(() => failSocket(shard));
  });

  test('closes only a socket that is not open yet', async () => {
    const shards = [0, 1].map((readyState) => createShard(readyState));
    const strategy = createFakeStrategy(new Map(shards.entries()));

    closeConnectingSockets(strategy);
    await strategy.destroy();

    assert.deepEqual(
      shards.map(({ connection }) => connection.isClosed),
      [true, false],
    );
  });

  test('takes a shard that has no socket', async () => {
    const shard = { ...createShard(), connection: null };
    const strategy = createFakeStrategy(new Map([[0, shard]]));

    closeConnectingSockets(strategy);
    await strategy.destroy();
  });
});
