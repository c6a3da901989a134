import { Agent } from 'node:https';
import { createRequire } from 'node:module';
import type * as Discord from 'discord.js';
import { ConfigError } from '../../../errors.ts';
import { type Env, readVariable } from '../../../lib/env.ts';
import { proxyGateway, type SocketPackage } from './discord-js-patches/proxy-gateway.ts';

/** Everything that discord.js exports. */
export type Sdk = typeof Discord;

type RestAgent = NonNullable<Discord.RESTOptions['agent']>;

/** The part of discord.js' own undici that matters here. */
interface UndiciPackage {
  readonly EnvHttpProxyAgent: new (options: object) => RestAgent;
}

/** discord.js, and the agent that its requests need. */
export interface LoadedDiscord {
  readonly sdk: Sdk;
  /** Sends requests through the proxy. `null`: no proxy is set. */
  readonly agent: RestAgent | null;
}

/**
 * Loads discord.js. Where `HTTPS_PROXY` is set, all of its connections go through that proxy.
 *
 * No file imports it at its top, for two reasons: its gateway keeps the WebSocket class that it
 * finds while it loads, and a bot that runs only on Telegram does without its memory.
 *
 * @throws A `ConfigError` when `HTTPS_PROXY` is not an address.
 */
export function loadDiscord(env: Env): LoadedDiscord {
  const httpsProxy = readVariable(env, 'HTTPS_PROXY');
  const noProxy = readVariable(env, 'NO_PROXY') ?? '';

  // `require` is untyped; the types are those of the packages.
  const requireHere = createRequire(import.meta.url);
  const loadSdk = () => requireHere('discord.js') as Sdk;

  if (httpsProxy === undefined) return { sdk: loadSdk(), agent: null };

  if (!URL.canParse(httpsProxy)) {
    throw new ConfigError(
      'HTTPS_PROXY is not an address. Set it to one like http://proxy.example:3128, or remove it.',
    );
  }

  // An agent works only with the undici and the ws that discord.js brings along.
  const requireFromSdk = createRequire(requireHere.resolve('discord.js'));
  const requireFromGateway = createRequire(requireFromSdk.resolve('@discordjs/ws'));

  const gatewayAgent = new Agent({ proxyEnv: { HTTPS_PROXY: httpsProxy, NO_PROXY: noProxy } });
  proxyGateway(requireFromGateway('ws') as SocketPackage, gatewayAgent);

  // undici reads `httpProxy` and `noProxy` from the environment of the process unless they are
  // given.
  const { EnvHttpProxyAgent } = requireFromSdk('undici') as UndiciPackage;
  const agent = new EnvHttpProxyAgent({ httpsProxy, noProxy, httpProxy: '' });

  return { sdk: loadSdk(), agent };
}
