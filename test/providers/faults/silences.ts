import type { Protocol } from '../protocols/protocol.ts';
import type { FaultCase } from './fault-cases.ts';

/** Answers that stop in the middle, with the connection open. */
export function silences({
  head,
  text,
  reasoning: thought,
  end,
  emptyFrame: nothing,
}: Protocol): readonly FaultCase[] {
  const bodies: readonly (readonly [what: string, body: string, outcome: string])[] = [
    ['headers', '', ' | timeout_first'],
    ['a beginning', head, ' | timeout_first'],
    ['frames without content', nothing.repeat(3), ' | timeout_first'],
    ['words', head + text('a'), 'a | timeout_idle'],
    ['half a frame', head + text('a') + text('b').slice(0, -5), 'a | timeout_idle'],
    ['the end', head + text('a') + end('stop'), 'a | stop 3+4'],
    ...(thought ? [['thoughts', head + thought('hm'), '(hm) | timeout_idle'] as const] : []),
  ];
  return bodies.map(([what, body, outcome]) => ({
    name: `silence after ${what}`,
    reply: { body, ending: 'silence' },
    outcome,
  }));
}
