import type { Protocol } from '../protocols/protocol.ts';
import type { FaultCase } from './fault-cases.ts';

type Row = readonly [name: string, body: string, outcome: string];

const WORDS = 'naïve “👩‍👩‍👧‍👦” 你好\n\n{"a": 1}';
const PAGE = '<!DOCTYPE html><html><head><title>Just a moment...</title></head></html>';
const TOO_LONG = 5 * 1024 * 1024;

/** The bodies of a 200 in a protocol whose only sign of the end is the end of the body. */
export function faultsWithoutEnd(protocol: Protocol): readonly FaultCase[] {
  const { text, errorFrames } = protocol;
  const whole = text('a') + text('b');
  const rows: readonly Row[] = [
    ['a good answer', whole, 'ab | other'],
    ['words of many scripts', text(WORDS), `${WORDS} | other`],
    ['white space', text(' ') + text('a '), ' a  | other'],
    ['words that begin like a failure', text('Internal Servers'), 'Internal Servers | other'],
    ['an empty body', '', ' | empty'],
    ['a web page', PAGE, ' | protocol'],
    ['a web page after white space', `\n  ${PAGE.toLowerCase()}`, ' | protocol'],
    ...errorFrames.map(([frame, kind]): Row => [`an error: ${frame.trim()}`, frame, ` | ${kind}`]),
    ...(protocol.framing === 'lines' ? faultyLines(protocol) : []),
  ];
  const compressed = { 'content-encoding': 'zstd' };
  return [
    ...rows.map(([name, body, outcome]) => ({ name, reply: { body }, outcome })),
    {
      name: 'no content-type',
      reply: { body: whole, headers: { 'content-type': '' } },
      outcome: 'ab | other',
    },
    {
      name: 'a compressed answer',
      reply: { body: 'x', headers: compressed },
      outcome: ' | protocol',
    },
    {
      name: 'a connection that closes before the body',
      reply: { body: '', ending: 'cut' },
      outcome: ' | truncated',
    },
    {
      name: 'a connection that closes after words',
      reply: { body: whole, ending: 'cut' },
      outcome: 'ab | truncated',
    },
    {
      name: 'silence after headers',
      reply: { body: '', ending: 'silence' },
      outcome: ' | timeout_first',
    },
    {
      name: 'silence after words',
      reply: { body: whole, ending: 'silence' },
      outcome: 'ab | timeout_idle',
    },
  ];
}

function faultyLines({ text, errorFrames, unreadableFrame = '' }: Protocol): readonly Row[] {
  const whole = text('a') + text('b');
  return [
    ...errorFrames.map(
      ([frame, kind]): Row => [`an error after words: ${frame}`, text('a') + frame, `a | ${kind}`],
    ),
    ['a line that is not JSON', text('a') + unreadableFrame + text('b'), 'ab | other'],
    ['only a line that is not JSON', unreadableFrame, ' | protocol'],
    ['only a line with a number', '1\n', ' | protocol'],
    ['lines that end with CR LF', whole.replaceAll('\n', '\r\n'), 'ab | other'],
    ['a byte order mark', `\uFEFF${whole}`, 'ab | other'],
    ['empty lines', whole.replaceAll('\n', '\n\n \n'), 'ab | other'],
    ['a last line without its end', whole.trimEnd(), 'ab | other'],
    ['a last line that was cut off', text('a') + text('b').slice(0, -2), 'a | truncated'],
    ['an endless line', `${text('a')}"${'x'.repeat(TOO_LONG)}`, 'a | protocol'],
  ];
}
