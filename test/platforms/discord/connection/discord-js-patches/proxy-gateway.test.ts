import assert from 'node:assert/strict';
import { Agent } from 'node:https';
import { describe, test } from 'node:test';
import { proxyGateway } from '../../../../../src/platforms/discord/connection/discord-js-patches/proxy-gateway.ts';
import { installedVersion, LOOK_AGAIN } from './installed-version.ts';

/** A package `ws` whose sockets only record how they were made. */
function createSocketPackage() {
  const calls: unknown[][] = [];
  class WebSocket {
    constructor(...parameters: [url: string, protocols: string[], options: object]) {
      calls.push(parameters);
    }
  }
  return { ws: { WebSocket }, calls };
}

// That the gateway of discord.js really connects through a proxy is tested in ../proxy.test.ts.
describe('proxyGateway', () => {
  test('is written for these versions of @discordjs/ws and ws', () => {
    assert.equal(installedVersion('discord.js', '@discordjs/ws'), '1.2.3', LOOK_AGAIN);
    assert.equal(installedVersion('discord.js', '@discordjs/ws', 'ws'), '8.23.0', LOOK_AGAIN);
  });

  test('gives the agent to encrypted connections, beside the options of discord.js', () => {
    const { ws, calls } = createSocketPackage();
    const agent = new Agent();

    proxyGateway(ws, agent);
    new ws.WebSocket('wss://gateway.test', [], { handshakeTimeout: 1 });

    assert.deepEqual(calls, [['wss://gateway.test', [], { handshakeTimeout: 1, agent }]]);
  });

  test('leaves connections without encryption alone: HTTPS_PROXY is not for them', () => {
    const { ws, calls } = createSocketPackage();

    proxyGateway(ws, new Agent());
    new ws.WebSocket('ws://gateway.test', [], {});

    assert.deepEqual(calls, [['ws://gateway.test', [], {}]]);
  });
});
