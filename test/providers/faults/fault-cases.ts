import type { Protocol } from '../protocols/protocol.ts';
import { faultsWithoutEnd } from './bodies-without-end.ts';
import { bodyFaults } from './body-faults.ts';
import { refusals } from './refusals.ts';
import { silences } from './silences.ts';
import { otherWordings } from './wordings.ts';

/**
 * One reply of a server, right or wrong, and its outcome: `text | reason`, or `text | kind of
 * failure`.
 */
export interface FaultCase {
  readonly name: string;
  readonly reply: Reply;
  readonly outcome: string;
}

/** The reply of a server to the request for the stream. */
export interface Reply {
  /** Default: 200. */
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body: string;
  /**
   * The end of the body. Default: `whole`. `cut`: the connection closes early. `silence`: nothing
   * follows.
   */
  readonly ending?: 'whole' | 'cut' | 'silence';
}

/** All cases in the words of one protocol. */
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
