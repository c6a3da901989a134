import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readDatabaseAddress } from '../../../src/store/postgres/database-address.ts';

test('a mode that encrypts checks the certificate, without a warning of the driver', () => {
  const modeOf = (query: string) =>
    new URL(readDatabaseAddress('STORE_URL', `postgres://h/db?${query}`).url).search;
  assert.equal(modeOf('sslmode=require'), '?sslmode=verify-full');
  assert.equal(modeOf('a=b&sslmode=verify-ca&c=d'), '?a=b&sslmode=verify-full&c=d');
  for (const kept of [
    'sslmode=disable',
    'sslmode=no-verify',
    'uselibpqcompat=true&sslmode=require',
  ])
    assert.equal(modeOf(kept), `?${kept}`);
});
