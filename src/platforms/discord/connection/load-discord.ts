import { Agent } from 'node:https';
import { createRequire } from 'node:module';
import type * as Discord from 'discord.js';
import { ConfigError } from '../../../errors.ts';
import { type Env, readVariable } from '../../../lib/env.ts';

export type Sdk = typeof Discord;
type RestAgent = NonNullable<Discord.RESTOptions['agent']>;

export interface LoadedDiscord {
  readonly sdk: Sdk;
  /** For requests; `null`: none is needed. */
  readonly agent: RestAgent | null;
}

type SocketClass = new (url: string, protocols: string[], options: object) => object;

/**
 * Loads discord.js, all of its connections through `HTTPS_PROXY` where that is set. It is loaded no earlier than here:
 * its gateway keeps the WebSocket class that it finds then, and who uses Telegram only is spared its memory.
 */
export function loadDiscord(env: Env): LoadedDiscord {
  const httpsProxy = readVariable(env, 'HTTPS_PROXY');
  const noProxy = readVariable(env, 'NO_PROXY') ?? '';
  const load = createRequire(import.meta.url);
  // `require` is untyped; this is what the packages export.
  const loadSdk = () => load('discord.js') as Sdk;
  if (httpsProxy === undefined) return { sdk: loadSdk(), agent: null };
  if (!URL.canParse(httpsProxy)) {
    throw new ConfigError(
      'HTTPS_PROXY is not an address. Set it to one like http://proxy.example:3128, or remove it.',
    );
  }
  // Agents must come from the very undici and ws that discord.js brings along.
  const loadOfSdk = createRequire(load.resolve('discord.js'));
  const { EnvHttpProxyAgent } = loadOfSdk('undici') as {
    EnvHttpProxyAgent: new (options: object) => RestAgent;
  };
  const sockets = createRequire(loadOfSdk.resolve('@discordjs/ws'))('ws') as {
    WebSocket: SocketClass;
  };
  sockets.WebSocket = throughProxy(
    sockets.WebSocket,
    new Agent({ proxyEnv: { HTTPS_PROXY: httpsProxy, NO_PROXY: noProxy } }),
  );
  // Left out, `httpProxy` and `noProxy` would be read from the process's environment.
  return { sdk: loadSdk(), agent: new EnvHttpProxyAgent({ httpsProxy, noProxy, httpProxy: '' }) };
}

/** ws takes no agent from anywhere but its options, and discord.js hands it none. */
function throughProxy(Socket: SocketClass, agent: Agent): SocketClass {
  return class extends Socket {
    constructor(url: string, protocols: string[], options: object) {
      super(url, protocols, url.startsWith('wss:') ? { ...options, agent } : options);
    }
  };
}
