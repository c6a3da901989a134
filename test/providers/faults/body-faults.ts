import type { Protocol } from '../protocols/protocol.ts';
import type { FaultCase } from './fault-cases.ts';

type Row = readonly [name: string, body: string, outcome: string];

const WORDS = 'naïve “👩‍👩‍👧‍👦” 你好\n\n{"a": 1}';
const TOO_LONG = 5 * 1024 * 1024;
const ERROR = { error: { message: 'x', code: 'rate_limit_exceeded' } };
const PAGE = '<!DOCTYPE html><html><head><title>Just a moment...</title></head></html>';

/** The bodies of a 200 in a protocol that says when the answer is complete. */
export function bodyFaults(protocol: Protocol): readonly FaultCase[] {
  const rows = [...answers(protocol), ...ends(protocol), ...errors(protocol)];
  const framing = protocol.framing === 'sse' ? eventFraming(protocol) : lineFraming(protocol);
  return [
    ...[...rows, ...framing].map(([name, body, outcome]) => ({ name, reply: { body }, outcome })),
    ...headersOf(protocol),
  ];
}

function answers({ head, text, reasoning, end, emptyFrame }: Protocol): readonly Row[] {
  const whole = head + text('a') + text('b') + end('stop');
  const reasoningRows: readonly Row[] = reasoning
    ? [
        [
          'reasoning, then words',
          head + reasoning('hm') + reasoning('m') + text('a') + end('stop'),
          '(hm)(m)a | stop 3+4',
        ],
        [
          'reasoning between words',
          head + text('a') + reasoning('hm') + text('b') + end('stop'),
          'a(hm)b | stop 3+4',
        ],
        ['only reasoning', head + reasoning('hm') + end('stop'), '(hm) | stop 3+4'],
      ]
    : [];
  return [
    ['a good answer', whole, 'ab | stop 3+4'],
    ['words of many scripts', head + text(WORDS) + end('stop'), `${WORDS} | stop 3+4`],
    ['white space', head + text(' ') + text('\n') + text('a ') + end('stop'), ' \na  | stop 3+4'],
    [
      'frames without content',
      emptyFrame + head + emptyFrame + text('a') + text('') + emptyFrame + text('b') + end('stop'),
      'ab | stop 3+4',
    ],
    ['a second beginning', head + text('a') + head + text('b') + end('stop'), 'ab | stop 3+4'],
    ['content after the end', whole + text('c'), 'ab | stop 3+4'],
    ['several ends', whole + end('stop'), 'ab | stop 3+4'],
    ...reasoningRows,
  ];
}

function ends({
  head,
  text,
  end,
  endWithoutEvidence,
  emptyFrame,
  endReasons,
}: Protocol): readonly Row[] {
  const half = text('b'.repeat(40)).slice(0, -20);
  const endsWithText = endReasons.map(
    (reason): Row => [`an end by ${reason}`, head + text('a') + end(reason), `a | ${reason} 3+4`],
  );
  const endsWithoutText = endReasons.map(
    (reason): Row => [
      `an end by ${reason} without content`,
      head + end(reason),
      reason === 'filter' ? ' | content_filter' : ' | empty',
    ],
  );
  return [
    ...endsWithText,
    ...endsWithoutText,
    ['an end without its evidence', head + text('a') + endWithoutEvidence, 'a | truncated'],
    ['words without an end', head + text('a'), 'a | truncated'],
    ['half a frame', head + text('a') + half, 'a | truncated'],
    ['only a beginning', head, ' | truncated'],
    ['only frames without content', emptyFrame + emptyFrame, ' | truncated'],
    ['an empty body', '', ' | truncated'],
    ['only white space', ' \r\n\n', ' | truncated'],
  ];
}

function errors({ head, text, end, errorFrames, unreadableFrame }: Protocol): readonly Row[] {
  const unreadable: readonly Row[] = unreadableFrame
    ? [
        [
          'a frame that is not JSON',
          head + text('a') + unreadableFrame + end('stop'),
          'a | protocol',
        ],
        ['a first frame that is not JSON', unreadableFrame, ' | protocol'],
      ]
    : [];
  return [
    ...errorFrames.flatMap(([frame, kind]): readonly Row[] => [
      [`an error in the first frame: ${frame.trim()}`, frame, ` | ${kind}`],
      [`an error after words: ${frame.trim()}`, head + text('a') + frame, `a | ${kind}`],
      [
        `an error after the end: ${frame.trim()}`,
        head + text('a') + end('stop') + frame,
        'a | stop 3+4',
      ],
    ]),
    ...unreadable,
    ['an error as bare JSON', JSON.stringify(ERROR), ' | rate_limit'],
    ['a list of one error', JSON.stringify([ERROR]), ' | rate_limit'],
    [
      'an error as bare JSON after words',
      `${head + text('a')}${JSON.stringify(ERROR)}\n`,
      'a | rate_limit',
    ],
    ['a web page', PAGE, ' | protocol'],
    ['a web page after white space', `\n  ${PAGE.toLowerCase()}`, ' | protocol'],
  ];
}

function eventFraming({ head, text, end }: Protocol): readonly Row[] {
  const whole = (head + text('a') + text('b') + end('stop')).replaceAll('\r\n', '\n');
  const expected = 'ab | stop 3+4';
  return [
    ['lines that end with CR LF', whole.replaceAll('\n', '\r\n'), expected],
    ['lines that end with CR', whole.replaceAll('\n', '\r'), expected],
    ['a byte order mark', `\uFEFF${whole}`, expected],
    ['comments', `: PROCESSING\n\n${whole.replaceAll('\n\n', '\n\n: keep-alive\n\n')}`, expected],
    ['no space after the colon', whole.replaceAll(/^(\w+): /gm, '$1:'), expected],
    [
      'fields without a meaning here',
      whole.replaceAll(/^data:/gm, 'id: 1\nretry: 10\nx: y\ndata:'),
      expected,
    ],
    ['a last event without its empty line', whole.trimEnd(), expected],
    ['an endless event', `${head + text('a')}data: ${'x'.repeat(TOO_LONG)}`, 'a | protocol'],
  ];
}

function lineFraming({ head, text, end }: Protocol): readonly Row[] {
  const whole = head + text('a') + text('b') + end('stop');
  const expected = 'ab | stop 3+4';
  return [
    ['lines that end with CR LF', whole.replaceAll('\n', '\r\n'), expected],
    ['a byte order mark', `\uFEFF${whole}`, expected],
    ['empty lines', whole.replaceAll('\n', '\n\n \n'), expected],
    ['a last line without its end', whole.trimEnd(), expected],
    ['an endless line', `${head + text('a')}"${'x'.repeat(TOO_LONG)}`, 'a | protocol'],
  ];
}

function headersOf({ head, text, end }: Protocol): readonly FaultCase[] {
  const whole = head + text('a') + end('stop');
  return [
    {
      name: 'no content-type',
      reply: { body: whole, headers: { 'content-type': '' } },
      outcome: 'a | stop 3+4',
    },
    {
      name: 'a wrong content-type',
      reply: { body: whole, headers: { 'content-type': 'text/html' } },
      outcome: 'a | stop 3+4',
    },
    {
      name: 'a compressed answer',
      reply: { body: 'x', headers: { 'content-encoding': 'zstd' } },
      outcome: ' | protocol',
    },
    {
      name: 'a connection that closes before the body',
      reply: { body: '', ending: 'cut' },
      outcome: ' | truncated',
    },
    {
      name: 'a connection that closes after words',
      reply: { body: head + text('a'), ending: 'cut' },
      outcome: 'a | truncated',
    },
    {
      name: 'a connection that closes after the end',
      reply: { body: whole, ending: 'cut' },
      outcome: 'a | stop 3+4',
    },
  ];
}
