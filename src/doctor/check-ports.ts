import { createServer } from 'node:net';
import type { Config } from '../config/read-config.ts';
import { ConfigError } from '../errors.ts';
import { explainListening } from '../lib/web/explain-listening.ts';
import { openServer } from '../lib/web/open-server.ts';
import { explain } from './explain.ts';
import type { Row } from './row.ts';

/** What listens on a port of its own. */
const SERVERS = ['console', 'metrics'] as const;

interface PortsCheck {
  readonly config: Pick<Config, (typeof SERVERS)[number]>;
  /** Tells whether a Parley runs: then its ports are taken, by itself. */
  readonly isRunning: () => Promise<boolean>;
}

/** Looks whether the console and the metrics can listen, by listening there for a moment. Never rejects. */
export async function checkPorts(parts: PortsCheck): Promise<readonly Row[]> {
  const rows: Row[] = [];
  // One after the other: the two may have the same port.
  for (const part of SERVERS) {
    const place = parts.config[part];
    if (place) rows.push({ part, ...(await checkPort(part.toUpperCase(), place, parts)) });
  }
  return rows;
}

async function checkPort(
  name: string,
  { host, port }: { readonly host: string; readonly port: number },
  { isRunning }: PortsCheck,
) {
  const subject = 'port';
  const server = createServer();
  let code: string | undefined;
  const explainError = (cause: NodeJS.ErrnoException) => {
    ({ code } = cause);
    return new ConfigError(explainListening(cause, { name, host, port }), { cause });
  };
  try {
    await openServer(server, { host, port, explain: explainError });
    await new Promise((resolve) => server.close(resolve));
    return { state: 'good', subject, result: `Port ${port} of ${host} is free.` } as const;
  } catch (error) {
    if (code !== 'EADDRINUSE' || !(await isRunning())) return explain(name, subject, error);
    const result = `Port ${port} of ${host} is taken, as is usual while Parley runs.`;
    return { state: 'good', subject, result } as const;
  }
}
