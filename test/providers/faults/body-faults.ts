import type { Protocol } from '../protocols/protocol.ts';
import type { FaultCase } from './fault-cases.ts';

type EndReason = Parameters<Protocol['end']>[0];
type Row = readonly [name: string, body: string, outcome: string];

const TERMINAL_FRAME = 'data: [DONE]\n\n';
/** More than any model reasons. */
const ENDLESS_THOUGHT = 'hm, '.repeat(600_000);
const WORDS = 'naïve “👩‍👩‍👧‍👦” 你好\n\n{"a": 1}';
const TOO_LONG = 5 * 1024 * 1024;
const ERROR = { error: { message: 'x', code: 'rate_limit_exceeded' } };
const PAGE = '<!DOCTYPE html><html><head><title>Just a moment...</title></head></html>';

/** The bodies of a 200 in a protocol that says when the answer is complete. */
export function bodyFaults(protocol: Protocol): readonly FaultCase[] {
  const rows = [
    ...answers(protocol),
    ...earlyEnds(protocol),
    ...ends(protocol),
    ...errors(protocol),
  ];
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
        [
          'reasoning without end',
          head + text('a') + reasoning(ENDLESS_THOUGHT) + text('b') + end('stop'),
          'a | protocol',
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
    ...reasoningRows,
  ];
}

/**
 * Ends that come too early or too often. A sign of the end is no proof: gateways put it on every
 * chunk, on the reasoning, or before the text (BerriAI/litellm #2195, open-webui/open-webui #16377,
 * router-for-me/CLIProxyAPI #5651). Only a terminal frame, and a message that repeats the whole
 * answer, leave nothing to follow.
 */
function earlyEnds(protocol: Protocol): readonly Row[] {
  const { head, text, endReasons } = protocol;
  const end = (reason: EndReason) => protocol.end(reason).replace(TERMINAL_FRAME, '');
  const whole = head + text('a') + text('b') + protocol.end('stop');
  const isFinal = whole.includes(TERMINAL_FRAME) || protocol.endsWithWholeText;
  const lastReason = endReasons.at(-1) ?? 'stop';

  const rows: readonly Row[] = [
    ['content after the end', whole + text('c'), `${isFinal ? 'ab' : 'abc'} | stop 3+4`],
    ['several ends', whole + end('stop'), 'ab | stop 3+4'],
  ];
  if (protocol.endsWithWholeText) return rows;

  return [
    ...rows,
    ['an end before the text', head + end('stop') + text('a') + end('stop'), 'a | stop 3+4'],
    [
      'an end after every frame',
      head + text('a') + end('stop') + text('b') + end('stop') + end('stop'),
      'ab | stop 3+4',
    ],
    ['text after the only end', head + text('a') + end('stop') + text('b'), 'ab | stop 3+4'],
    [
      'several reasons',
      head + text('a') + end('stop') + text('b') + end(lastReason),
      `ab | ${lastReason} 3+4`,
    ],
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
          head + text('a') + unreadableFrame + text('b') + end('stop'),
          'ab | stop 3+4',
        ],
        [
          'a first frame that is not JSON',
          unreadableFrame + head + text('a') + end('stop'),
          'a | stop 3+4',
        ],
        ['a last frame that is not JSON', head + text('a') + unreadableFrame, 'a | truncated'],
        ['only frames that are not JSON', unreadableFrame.repeat(3), ' | protocol'],
        ['only a frame that is not JSON, and an end', unreadableFrame + end('stop'), ' | protocol'],
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

function eventFraming({ head, text, end, unreadableFrame }: Protocol): readonly Row[] {
  const whole = (head + text('a') + text('b') + end('stop')).replaceAll('\r\n', '\n');
  const expected = 'ab | stop 3+4';
  // Plain text may look like any of these.
  const jsonFraming: readonly Row[] = unreadableFrame ? gluedEvents(whole, expected) : [];
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
    ...jsonFraming,
  ];
}

/** The framing of gateways. The reports are in `test/providers/reports/streams.ts`. */
function gluedEvents(whole: string, expected: string): readonly Row[] {
  const data = whole.replaceAll(/^event:.*\n/gm, '');
  const frames = [...data.matchAll(/^data: ?(.*)$/gm)].map(([, frame]) => frame);
  const endOfStream = frames.includes('[DONE]') ? 'data: [DONE]\n\n' : '';
  const objects = frames.filter((frame) => frame !== '[DONE]');

  return [
    ['a single line feed between events', data.replaceAll('\n\n', '\n'), expected],
    ['events in pairs', data.replaceAll(/\n\n(.*)\n\n/g, '\n$1\n\n'), expected],
    ['frames glued into one line', `data: ${objects.join('')}\n\n${endOfStream}`, expected],
    [
      'frames glued into one line with their prefixes',
      `data: ${objects.join('data: ')}\n\n${endOfStream}`,
      expected,
    ],
    ['a prefix too many', data.replaceAll(/^data:/gm, 'data: data:'), expected],
    ['the data on the next line', data.replaceAll(/^data: ?(\{.*)$/gm, 'data:\n $1'), expected],
    ['lines in place of events', `${frames.join('\n')}\n`, expected],
    ['a list as data', `data: [${objects.join(',')}]\n\n${endOfStream}`, expected],
    ['a list in place of events', `[${objects.join(',\n')},\n]\n`, expected],
    [
      'keep-alives as data',
      data.replaceAll('\n\n', '\n\ndata: : PROCESSING\n\ndata: ping\n\ndata: null\n\n'),
      expected,
    ],
    ['a byte order mark in the data', data.replace('data: ', 'data: \uFEFF'), expected],
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
    ['events in place of lines', whole.replaceAll(/^(.+)\n/gm, 'data: $1\n\n'), expected],
    ['lines glued into one', whole.replaceAll('\n', ''), expected],
    ['lines glued in pairs', whole.replaceAll(/\n(.+)\n/g, '$1\n'), expected],
    ['a list in place of lines', `[${whole.trim().replaceAll('\n', ',\n')}]`, expected],
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
      name: 'a connection that closes inside of a frame after the end',
      reply: { body: whole + text('b').slice(0, -9), ending: 'cut' },
      outcome: 'a | stop 3+4',
    },
    {
      name: 'a connection that closes after the end',
      reply: { body: whole, ending: 'cut' },
      outcome: 'a | stop 3+4',
    },
  ];
}
