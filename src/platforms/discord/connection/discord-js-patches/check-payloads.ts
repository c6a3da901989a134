import type { IShardingStrategy } from 'discord.js';
import {
  booleanReader,
  fieldsReader,
  integerReader,
  type JsonReader,
  objectReader,
  patternReader,
} from '../../../../lib/json-reader.ts';
import { onNewShard } from './new-shards.ts';

/** The private method of a shard that parses each message. `null`: the shard ignores it. */
interface Shard {
  unpackMessage(...message: unknown[]): Promise<unknown>;
}

/** Opcodes: https://discord.com/developers/docs/topics/opcodes-and-status-codes#gateway */
const DISPATCH = 0;
const INVALID_SESSION = 9;
const HELLO = 10;
/** The interval that Discord itself asks for. */
const USUAL_HEARTBEAT_MS = 41_250;

const payloadReader = fieldsReader(
  { op: integerReader, s: integerReader, t: patternReader(/^[A-Z_]{1,64}$/) },
  'op',
);
const heartbeatReader: JsonReader<number> = (value) => {
  const interval = integerReader(Object(value).heartbeat_interval) ?? 0;
  return interval >= 1_000 && interval <= 3_600_000 ? interval : undefined;
};

/**
 * Fault: a shard takes the form of each message for granted. A message of another form makes it
 * throw where no caller can catch the error, a heartbeat interval that is no number makes it send
 * without pause, and an event with the name `error` ends the process.
 *
 * Seen in: @discordjs/ws 1.2.3 and discord.js 14.28.1.
 *
 * Change: replaces the private method `unpackMessage` of each new shard. Messages of another form
 * are ignored, and an unusable heartbeat interval is the usual one.
 *
 * Can go: when @discordjs/ws checks the messages that it gets.
 */
export function checkPayloads(strategy: IShardingStrategy): void {
  onNewShard<Shard>(strategy, (shard) => {
    const unpackMessage = shard.unpackMessage.bind(shard);
    shard.unpackMessage = async (...message) => checkPayload(await unpackMessage(...message));
  });
}

function checkPayload(given: unknown): object | null {
  const payload = payloadReader(given);
  if (!payload) return null;

  const { d: data } = Object(given);
  switch (payload.op) {
    case DISPATCH:
      return payload.t && objectReader(data) ? { ...payload, d: data } : null;
    case INVALID_SESSION:
      return { ...payload, d: booleanReader(data) ?? false };
    case HELLO:
      return { ...payload, d: { heartbeat_interval: heartbeatReader(data) ?? USUAL_HEARTBEAT_MS } };
    default:
      return payload;
  }
}
