import { type Audience, localAudience } from '../lib/web/find-refusal.ts';

/** The addresses of the console. */
export interface ConsoleAddress {
  readonly audience: Audience;
  /** The address for links, without a slash at its end. */
  readonly link: string;
  /** A request that came by this host was encrypted on its way. */
  isEncrypted(host: string | undefined): boolean;
}

/** The addresses under which people reach a console on `port`; `url` is CONSOLE_URL. */
export function consoleAddress(port: number, url: string | undefined): ConsoleAddress {
  const local = localAudience('console', port);
  const shown = url === undefined ? undefined : new URL(url);
  return {
    audience: {
      ...local,
      hosts: shown ? [shown.host, ...local.hosts] : local.hosts,
      origins: shown ? [shown.origin, ...local.origins] : local.origins,
    },
    link: shown?.origin ?? `http://127.0.0.1:${port}`,
    isEncrypted: (host) => shown?.protocol === 'https:' && host === shown.host,
  };
}
