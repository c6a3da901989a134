import type { Agent } from 'node:https';

type SocketClass = new (url: string, protocols: string[], options: object) => object;

/** The exports of the package `ws` that matter here. */
export interface SocketPackage {
  WebSocket: SocketClass;
}

/**
 * Fault: discord.js has no option for a proxy of its gateway connection. The package `ws` takes an
 * agent only in the options of a socket, and @discordjs/ws does not pass one.
 *
 * Seen in: @discordjs/ws 1.2.3 with ws 8.23.0.
 *
 * Change: replaces the class `WebSocket` of the `ws` that @discordjs/ws loads by one that connects
 * through `agent`. Call it before discord.js is loaded: @discordjs/ws keeps the class that it finds
 * then.
 *
 * Can go: when discord.js takes an agent for its gateway connection.
 */
export function proxyGateway(ws: SocketPackage, agent: Agent): void {
  ws.WebSocket = class extends ws.WebSocket {
    constructor(url: string, protocols: string[], options: object) {
      const isEncrypted = url.startsWith('wss:');
      super(url, protocols, isEncrypted ? { ...options, agent } : options);
    }
  };
}
