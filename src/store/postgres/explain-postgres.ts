import { BotError, StoreError, type StoreErrorKind } from '../../errors.ts';
import type { DatabaseAddress } from './database-address.ts';

/** A failure of PostgreSQL for people. */
interface Explanation {
  readonly kind: StoreErrorKind;
  /** Completes the sentence "The database cannot be used: …". */
  readonly problem: string;
  readonly cure: string;
  /** It may pass by itself, within seconds: a restart, a break of the network, a change of the leading server. */
  readonly isPassing?: true;
}

const away = (problem: string, cure: string): Explanation => ({
  kind: 'unreachable',
  problem,
  cure,
  isPassing: true,
});
const refused = (problem: string, cure: string): Explanation => ({
  kind: 'unavailable',
  problem,
  cure,
});

const LOOK_AT_SERVER =
  'Check that PostgreSQL runs there, and that the network lets Parley reach it.';
const NO_ANSWER = away('the server does not answer', LOOK_AT_SERVER);
const BROKEN = away('the connection broke', LOOK_AT_SERVER);
const STARTING = away('the server is starting or stopping', 'Wait, or look at its log.');
const WRONG_LOGIN = refused(
  'the server refuses the user or the password',
  'Correct them in the address. Signs such as / and @ in the password are written as %2F and %40.',
);
const NO_HOST = away('its host is not found', 'Correct the host in the address.');
const NO_TLS = refused(
  'the server takes no encrypted connections, for which the address asks',
  'Switch TLS on there (ssl = on in postgresql.conf), or write sslmode=disable where nobody can listen to the connection.',
);
const UNKNOWN_AUTHORITY = refused(
  'this machine does not know who signed the certificate of the server',
  'Name a file with the certificate of that authority in the address: ?sslmode=verify-full&sslrootcert=/path/to/ca.pem.',
);
const OTHER_NAME = refused(
  'the certificate of the server is for another host',
  'Write the host in the address as it stands in the certificate.',
);
const EXPIRED = refused(
  'the certificate of the server is not valid at this time',
  'Renew it, and check the clocks of both machines.',
);
const TLS_FAILED = refused(
  'the connection cannot be encrypted as the address asks',
  'Correct sslmode and sslrootcert in the address: verify-full needs a certificate that this machine trusts, and disable uses none.',
);

/** The codes of Node's network, and of its TLS, by their beginnings. */
const NETWORK_CODES: Readonly<Record<string, Explanation>> = {
  ECONNREFUSED: NO_ANSWER,
  EHOSTUNREACH: NO_ANSWER,
  ENETUNREACH: NO_ANSWER,
  ETIMEDOUT: NO_ANSWER,
  ENOENT: NO_ANSWER,
  ECONNRESET: BROKEN,
  EPIPE: BROKEN,
  ENOTFOUND: NO_HOST,
  EAI_AGAIN: NO_HOST,
};
const TLS_CODES: readonly (readonly [pattern: RegExp, explanation: Explanation])[] = [
  [/^(DEPTH_ZERO|SELF_SIGNED|UNABLE_TO)/, UNKNOWN_AUTHORITY],
  [/^(ERR_TLS_CERT_ALTNAME|HOSTNAME_MISMATCH)/, OTHER_NAME],
  [/^CERT_(HAS_EXPIRED|NOT_YET_VALID)/, EXPIRED],
  [/^(ERR_TLS|ERR_SSL|CERT_|ERR_OSSL)/, TLS_FAILED],
];

/** The codes of PostgreSQL (postgresql.org/docs/current/errcodes-appendix.html), the longest beginning first. */
const SERVER_CODES: readonly (readonly [code: string, explanation: Explanation])[] = [
  ['28', WRONG_LOGIN],
  [
    '3D000',
    refused('there is no such database', 'Create it with CREATE DATABASE, or correct its name.'),
  ],
  [
    '42501',
    refused(
      'its user lacks a right',
      'Let it create schemas (GRANT CREATE ON DATABASE … TO …), and let it own what is in parley and graphile_worker.',
    ),
  ],
  [
    '53300',
    away(
      'it has no free connection',
      'Lower STORE_CONNECTIONS, raise max_connections of the server, or put a pooler before it and name the server itself in STORE_DIRECT_URL.',
    ),
  ],
  ['53100', { kind: 'full', problem: 'its disk is full', cure: 'Free some space on the server.' }],
  [
    '25006',
    {
      ...refused(
        'it takes no writes: it is a standby, or set to read only',
        'Name the primary server in the address.',
      ),
      isPassing: true,
    },
  ],
  ['40001', away('another process wrote the same at the same moment', 'Try again.')],
  ['40P01', away('another process wrote the same at the same moment', 'Try again.')],
  ['57P01', STARTING],
  ['57P02', STARTING],
  ['57P03', STARTING],
  ['57P05', BROKEN],
  ['08', BROKEN],
  [
    'XX00',
    {
      kind: 'damaged',
      problem: 'a part of it is damaged',
      cure: 'Look at the log of the server, and restore a backup.',
    },
  ],
  // A value that PostgreSQL cannot hold fails alone, and must not stop the others (see `createStore`).
  [
    '22',
    {
      kind: 'damaged',
      problem: 'it cannot hold this value',
      cure: 'This is a mistake of Parley: report it, with the log.',
    },
  ],
  [
    '54000',
    {
      kind: 'damaged',
      problem: 'it cannot hold this value',
      cure: 'This is a mistake of Parley: report it, with the log.',
    },
  ],
];

/** The driver gives these failures no code. */
const DRIVER_MESSAGES: readonly (readonly [pattern: RegExp, explanation: Explanation])[] = [
  [/does not support SSL/i, NO_TLS],
  [/SSL|certificate/i, TLS_FAILED],
  [/terminated|not queryable|connection error|Cannot use a pool/i, BROKEN],
  [/timeout/i, NO_ANSWER],
  [/password must be a string|SASL/i, WRONG_LOGIN],
];

/** Explains a failure of PostgreSQL. `undefined`: the failure has another cause. */
export function explainPostgres(error: unknown): Explanation | undefined {
  if (!(error instanceof Error) || error instanceof BotError) return undefined;
  // Of a host with several addresses, each has failed.
  if (error instanceof AggregateError) return explainPostgres(error.errors[0]);

  const code = 'code' in error ? String(error.code) : '';
  const ofTls = TLS_CODES.find(([pattern]) => pattern.test(code));
  if (ofTls) return ofTls[1];
  if (isOfServer(error)) {
    const known = SERVER_CODES.find(([beginning]) => code.startsWith(beginning));
    return known?.[1] ?? refused(error.message, 'Look at the log of the server.');
  }
  const ofDriver = DRIVER_MESSAGES.find(([pattern]) => pattern.test(error.message));
  return NETWORK_CODES[code] ?? ofDriver?.[1];
}

/** An answer of the server has a severity. */
function isOfServer(error: Error): boolean {
  return 'severity' in error;
}

/** Converts a failure of PostgreSQL to a `StoreError`. Gives other errors as they are. */
export function toPostgresError(error: unknown, address: DatabaseAddress): unknown {
  const explanation = explainPostgres(error);
  if (!explanation) return error;
  const { kind, problem, cure } = explanation;
  const message = `The store in PostgreSQL at ${address.shown} cannot be used: ${problem}. ${cure}`;
  return new StoreError(message, { kind, cause: error });
}
