import type { Protocol } from '../protocols/protocol.ts';
import type { FaultCase } from './fault-cases.ts';

/** Answers that stop while the connection stays open. */
export function silences({
  head,
  text,
  reasoning,
  end,
  emptyFrame,
}: Protocol): readonly FaultCase[] {
  const bodies: readonly (readonly [name: string, body: string, outcome: string])[] = [
    ['headers', '', ' | timeout_first'],
    ['a beginning', head, ' | timeout_first'],
    ['frames without content', emptyFrame.repeat(3), ' | timeout_first'],
    ['words', head + text('a'), 'a | timeout_idle'],
    ['half a frame', head + text('a') + text('b').slice(0, -5), 'a | timeout_idle'],
    ['the end', head + text('a') + end('stop'), 'a | stop 3+4'],
    ...(reasoning ? [['reasoning', head + reasoning('hm'), '(hm) | timeout_idle'] as const] : []),
  ];
  return bodies.map(([name, body, outcome]) => ({
    name: `silence after ${name}`,
    reply: { body, ending: 'silence' },
    outcome,
  }));
}
