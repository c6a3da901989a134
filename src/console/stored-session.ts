import {
  fieldsReader,
  type JsonReader,
  listReader,
  numberReader,
  type ReadBy,
  textReader,
} from '../lib/json-reader.ts';

const text = textReader(256);

const admin = fieldsReader(
  { platform: text, id: text, name: text, roles: listReader(text) },
  'platform',
  'id',
  'name',
  'roles',
);
const session = fieldsReader(
  { createdAt: numberReader, seenAt: numberReader, admin, tokenMark: text, format: numberReader },
  'createdAt',
  'seenAt',
  'format',
);

/**
 * A session or a code in the store, under the hash of its secret. With `admin`, an admin asked for it; with
 * `tokenMark`, somebody knew CONSOLE_TOKEN, which this text depends on.
 */
export type StoredSession = ReadBy<typeof session>;

/** `undefined`: it is no session. */
export const readStoredSession: JsonReader<StoredSession> = (value) => {
  const read = session(value);
  return read?.format === 1 ? read : undefined;
};
