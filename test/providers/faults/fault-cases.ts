import type { Protocol } from '../protocols/protocol.ts';
import { faultsWithoutEnd } from './bodies-without-end.ts';
import { bodyFaults } from './body-faults.ts';
import { refusals } from './refusals.ts';
import { silences } from './silences.ts';
import { otherWordings } from './wordings.ts';

/** One answer, right or wrong, and what must come of it: `text | reason`, or `text | kind of failure`. */
export interface FaultCase {
  readonly name: string;
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
export function listFaultCases(protocol: Protocol): readonly FaultCase[] {
  const cases = protocol.endsWithBody
    ? [...faultsWithoutEnd(protocol), ...refusals(protocol)]
    : [
        ...bodyFaults(protocol),
        ...otherWordings(protocol),
        ...refusals(protocol),
        ...silences(protocol),
      ];
  if (protocol.sendsUsage !== false) return cases;
  return cases.map((found) => ({ ...found, outcome: found.outcome.replace(' 3+4', '') }));
}
