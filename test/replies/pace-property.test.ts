import { describe, test } from 'node:test';
import { checkPace, SETTINGS } from './pace-property.ts';

describe('replies with random speeds, latencies, failures and penalties', () => {
  for (const name of Object.keys(SETTINGS) as (keyof typeof SETTINGS)[]) {
    test(`make no call too many, and every final text arrives once and whole: ${name}`, async () => {
      await checkPace(name, 25, 1);
    });
  }
});
