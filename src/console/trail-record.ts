import type { Attempt } from '../contracts/attempt.ts';
import {
  booleanReader,
  fieldsReader,
  integerReader,
  type JsonReader,
  listReader,
  numberReader,
  textReader,
  wordReader,
} from '../lib/json-reader.ts';
import type { EndedTurn, ShownPlace } from './protocol.ts';

/** An ended turn as it is kept: without its words. */
export type TrailRecord = Omit<EndedTurn, 'question' | 'answer'>;

/** The states of ended turns. */
export const ENDED_STATES: readonly EndedTurn['state'][] = ['done', 'failed', 'stopped'];
const KINDS: readonly ShownPlace['kind'][] = ['direct', 'group', 'thread'];

const text = textReader(512);
const isTrue: JsonReader<true> = (value) => booleanReader(value) || undefined;

/** Kinds of failures may be of a newer version of Parley. */
const outcome: JsonReader<Attempt['outcome']> = (value) =>
  typeof value === 'string' ? (value as Attempt['outcome']) : undefined;

const attempt: JsonReader<Attempt> = fieldsReader(
  {
    provider: text,
    model: text,
    keyAlias: text,
    outcome,
    headersMs: numberReader,
    firstContentMs: numberReader,
    endMs: numberReader,
    inputTokens: numberReader,
    cachedInputTokens: numberReader,
    outputTokens: numberReader,
    reasoningTokens: numberReader,
    images: numberReader,
    audioMs: numberReader,
    isEstimated: isTrue,
    usd: numberReader,
  },
  'provider',
  'model',
  'outcome',
  'endMs',
);

const record = fieldsReader(
  {
    turnId: text,
    place: fieldsReader(
      { platform: text, channelId: text, server: text, name: text, kind: wordReader(KINDS) },
      'platform',
      'channelId',
      'kind',
    ),
    asker: fieldsReader({ id: text, name: text }, 'id', 'name'),
    state: wordReader(ENDED_STATES),
    acceptedAt: numberReader,
    startedAt: numberReader,
    firstWordsMs: numberReader,
    endedAt: numberReader,
    tookMs: numberReader,
    attempts: listReader(attempt),
    format: integerReader,
  },
  'turnId',
  'place',
  'state',
  'acceptedAt',
  'endedAt',
  'tookMs',
  'attempts',
  'format',
);

/** Reads a stored value. `undefined`: it is no record, or one of a newer version. */
export const readTrailRecord: JsonReader<TrailRecord> = (value) => {
  const { format, ...rest } = record(value) ?? { format: 0 };
  return format === 1 && 'turnId' in rest ? rest : undefined;
};
