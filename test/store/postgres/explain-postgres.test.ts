import assert from 'node:assert/strict';
import { test } from 'node:test';
import { BotError, StoreError } from '../../../src/errors.ts';
import { explainPostgres, toPostgresError } from '../../../src/store/postgres/explain-postgres.ts';

const address = {
  url: 'postgres://me:secret-word@db:5432/parley',
  name: 'STORE_URL',
  shown: 'db:5432/parley',
};

/** The codes are those of PostgreSQL (postgresql.org/docs/current/errcodes-appendix.html), as `pg` gives them. */
const ofServer = (code: string, message = 'x') =>
  Object.assign(new Error(message), { code, severity: 'ERROR' });

test('a full disk, a start, damage and a lost race of the server are what they are', () => {
  const kinds = ['53100', '57P03', 'XX001', '40P01', '22021', '42P01'].map((code) => {
    const { kind, isPassing = false } = explainPostgres(ofServer(code)) ?? {};
    return `${code} ${kind} ${isPassing}`;
  });
  assert.deepEqual(kinds, [
    '53100 full false',
    '57P03 unreachable true',
    'XX001 damaged false',
    '40P01 unreachable true',
    '22021 damaged false',
    '42P01 unavailable false',
  ]);
});

test('what breaks a connection passes by itself, also at every address of a host', () => {
  const refused = Object.assign(new Error('connect ECONNREFUSED ::1:5432'), {
    code: 'ECONNREFUSED',
  });
  const errors = [
    refused,
    new AggregateError([refused, refused]),
    // The messages of pg and of its pool.
    new Error('Connection terminated unexpectedly'),
    new Error('timeout exceeded when trying to connect'),
    new Error('Query read timeout'),
    new Error('Client has encountered a connection error and is not queryable'),
  ];
  for (const error of errors) {
    const { kind, isPassing } = explainPostgres(error) ?? {};
    assert.deepEqual([kind, isPassing], ['unreachable', true], error.message);
  }
});

test('what is wrong with a certificate has its own cure', () => {
  // The codes are those of Node (nodejs.org/api/tls.html#x509-certificate-error-codes), the message is that of pg.
  const errors = [
    Object.assign(new Error('x'), { code: 'SELF_SIGNED_CERT_IN_CHAIN' }),
    Object.assign(new Error('x'), { code: 'ERR_TLS_CERT_ALTNAME_INVALID' }),
    Object.assign(new Error('x'), { code: 'CERT_HAS_EXPIRED' }),
    Object.assign(new Error('x'), { code: 'ERR_OSSL_PEM_NO_START_LINE' }),
    new Error('The server does not support SSL connections'),
  ];
  const cures = [/sslrootcert=/, /Write the host/, /Renew it/, /Correct sslmode/, /Switch TLS on/];
  for (const [index, error] of errors.entries())
    assert.match(explainPostgres(error)?.cure ?? '', cures[index] ?? /never/);
});

test('an error names the database, the cure and no password; those of other parts stay as they are', () => {
  const error = toPostgresError(
    ofServer('28P01', 'password authentication failed for user "me"'),
    address,
  );
  assert.ok(error instanceof StoreError);
  assert.match(error.message, /db:5432\/parley .*refuses the user or the password\. Correct them/);
  assert.doesNotMatch(error.message, /secret-word/);
  const others = [new BotError('SSL'), new TypeError('x is not a function'), error];
  assert.deepEqual(
    others.map((other) => toPostgresError(other, address)),
    others,
  );
});
