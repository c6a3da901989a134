import { createHash } from 'node:crypto';
import { listVariables } from '../../src/config/list-variables.ts';
import type { Env } from '../../src/lib/env.ts';
import { providers } from '../../src/providers/index.ts';

/** The servers of the test that stand for all services, and for all proxies. */
interface PlantedPlaces {
  readonly url: string;
  readonly proxyUrl: string;
}

/** A secret in a variable, as it must appear nowhere. */
export interface PlantedSecret {
  readonly name: string;
  readonly secret: string;
}

/**
 * The variables that hold no secret, or cannot hold one beside a bot that runs: numbers, words from a list, ids,
 * names that people see, and addresses without a secret part. Everything else gets one, also variables of later issues.
 */
const PUBLIC =
  /^(?:DISCORD_(?:API_URL|SHARDS|REQUESTS_PER_SECOND|MISSED)|TELEGRAM_API_URL|TELEGRAM_(?:DRAFTS|RICH)|TELEGRAM_WEBHOOK_(?:URL|HOST|PORT)|DEFAULT_MODEL|PARLEY_CONFIG|SYSTEM_PROMPT|REASONING|FOOTER|MOST_MESSAGES|ANTHROPIC_VERSION|VERCEL_(?:RUN_CHALLENGE|VARIANT)|VITALENTUM_SYSTEM_SPEAKER|OPENASSISTANT_PROMPT_FORMAT|ADMINS|ALLOWED_USERS|ALLOWED_CHATS|DEMO_TROUBLE|STORE_URL|STORE_DIRECT_URL|STORE_CONNECTIONS|PARLEY_ROLE|HISTORY_DAYS|NO_PROXY|LOG_LEVEL|PLAYGROUND_PORT|CONSOLE_(?:PORT|HOST|URL|SHOWS_TEXT)|METRICS_(?:PORT|HOST)|ALERTS_TO|TRANSCRIPTION_(?:MODEL|USD_PER_MINUTE)|\w+_CONCURRENCY)$/;

/** Plants a secret in every other variable. */
export function plantSecrets(places: PlantedPlaces): {
  readonly env: Env;
  readonly planted: readonly PlantedSecret[];
} {
  const services = Object.keys(providers);
  // With two keys, a service has several; the demo has none, and needs no network.
  const names = listVariables(services).filter(
    (name) => !PUBLIC.test(name) && !name.startsWith('DEMO_'),
  );
  const all = names.map((name) => {
    // No two begin alike.
    const secret = createHash('sha256').update(name).digest('hex').slice(0, 40);
    return { name, secret, value: plant(name, secret, places) };
  });
  return {
    env: Object.fromEntries(all.map(({ name, value }) => [name, value])),
    planted: all.map(({ name, secret }) => ({ name, secret })),
  };
}

function plant(name: string, secret: string, { url, proxyUrl }: PlantedPlaces): string {
  if (name.endsWith('_PROXY')) return proxyUrl.replace('//', `//operator:${secret}@`);
  if (name.endsWith('_BASE_URL')) return `${url}/${secret}`;
  if (name === 'UPDATE_CHECK') return `${url}/releases?access=${secret}`;
  if (name.endsWith('_HEADERS')) return `X-Planted: ${secret}`;
  if (name === 'TELEGRAM_TOKENS') return `second=654321:${secret}`;
  if (name === 'DISCORD_TOKENS') return `second=${secret}`;
  if (name.endsWith('_KEYS')) return `${secret}, ${secret}-2`;
  if (name.endsWith('_COOKIE')) return `session=${secret}`;
  return secret;
}
