import { describe, test } from 'node:test';
import { checkPace, SETTINGS } from './pace-property.ts';

describe('under random speeds, latencies, failures and penalties', () => {
  for (const name of Object.keys(SETTINGS) as (keyof typeof SETTINGS)[]) {
    test(`no call is one too many, and every final text arrives once and whole: ${name}`, async () => {
      await checkPace(name, 25, 1);
    });
  }
});
