import type { Protocol } from '../protocols/protocol.ts';
import { bodiesWithoutEnd } from './bodies-without-end.ts';
import { bodyFaults } from './body-faults.ts';
import { dialects } from './dialects.ts';
import { refusals } from './refusals.ts';
import { silences } from './silences.ts';

/** One answer, right or wrong, and what must come of it: `text | reason`, or `text | kind of failure`. */
export interface Case {
  readonly what: string;
  readonly reply: Reply;
  readonly outcome: string;
}

export interface Reply {
  /** Default: 200. */
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body: string;
  /** How the body ends. Default: whole. `cut`: the connection is closed before. `silence`: nothing more comes. */
  readonly ending?: 'whole' | 'cut' | 'silence';
}

/** Every fault in the words of one protocol. */
export function casesOf(protocol: Protocol): readonly Case[] {
  const cases = protocol.endsWithBody
    ? [...bodiesWithoutEnd(protocol), ...refusals(protocol)]
    : [
        ...bodyFaults(protocol),
        ...dialects(protocol),
        ...refusals(protocol),
        ...silences(protocol),
      ];
  if (protocol.tellsUsage !== false) return cases;
  return cases.map((found) => ({ ...found, outcome: found.outcome.replace(' 3+4', '') }));
}
