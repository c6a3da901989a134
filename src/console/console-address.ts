import { type Audience, localAudience } from '../lib/web/find-refusal.ts';

/** The addresses of the console. */
export interface ConsoleAddress {
  readonly audience: Audience;
  /** The address for links, without a slash at its end. */
  readonly link: string;
  /** A request that came by this host was encrypted on its way. */
  isEncrypted(host: string | undefined): boolean;
}

interface AddressParts {
  /** CONSOLE_HOST. */
  readonly host: string;
  readonly port: number;
  /** CONSOLE_URL. */
  readonly url?: string;
}

/** They stand for all addresses of the machine, and are none. */
const WILDCARDS: readonly string[] = ['0.0.0.0', '::'];

/** The addresses under which people reach a console. */
export function consoleAddress({ host, port, url }: AddressParts): ConsoleAddress {
  const own = WILDCARDS.includes(host) ? [] : [host.includes(':') ? `[${host}]` : host];
  const local = localAudience('console', port, own);
  const shown = url === undefined ? undefined : new URL(url);
  return {
    audience: {
      ...local,
      hosts: shown ? [shown.host, ...local.hosts] : local.hosts,
      origins: shown ? [shown.origin, ...local.origins] : local.origins,
    },
    link: shown?.origin ?? `http://${own[0] ?? '127.0.0.1'}:${port}`,
    isEncrypted: (name) => shown?.protocol === 'https:' && name === shown.host,
  };
}
