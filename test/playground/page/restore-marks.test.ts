import assert from 'node:assert/strict';
import { test } from 'node:test';
import { restoreMarks } from '../../../playground/page/restore-marks.ts';
import { readTypedMarks } from '../../../playground/telegram/people/read-typed-marks.ts';

test('restoreMarks gives back what a person typed', () => {
  const typed = [
    'plain @words',
    'a **bold** and __italic__ ~~gone~~ ||secret|| `code` word',
    'see [the page](https://example.com/a) and\n```py\nx = 1\n```\nthen',
    '```\nno language\n```',
  ];
  for (const text of typed) {
    const formatted = readTypedMarks(text);
    assert.equal(restoreMarks(formatted.text, formatted.entities), text);
  }
});
