import { badRequest } from '../api-error.ts';
import { isObject, type JsonObject } from '../params.ts';
import type { Entity, User } from '../wire.ts';
import { normaliseLink } from './normalise-link.ts';

const MAX_OFFSET = 1_000_000;

/**
 * The types that a call can give. The server finds all others (mentions, hashtags, …) by itself,
 * and ignores them in calls.
 */
const GIVEN_TYPES: readonly string[] = [
  'bold',
  'italic',
  'underline',
  'strikethrough',
  'spoiler',
  'blockquote',
  'expandable_blockquote',
  'code',
  'pre',
  'text_link',
  'text_mention',
  'custom_emoji',
  'date_time',
];

/**
 * Reads the `entities` of a call. `findUser` finds the users whom a text_mention can name.
 *
 * @throws An `ApiError` when one of them cannot be stored.
 */
export function readEntities(
  list: readonly unknown[],
  text: string,
  findUser: (id: number) => User | undefined,
): readonly Entity[] {
  return list.flatMap((value) => {
    if (!isObject(value)) throw badRequest("can't parse MessageEntity: expected an Object");
    const entity = readEntity(value);
    if (entity.length === 0) return [];
    refuseWrongRange(entity, text);
    return GIVEN_TYPES.includes(entity.type) ? [readDetails(entity, value, findUser)] : [];
  });
}

function readEntity(value: JsonObject): Entity {
  const { type, offset, length } = value;
  if (typeof type !== 'string')
    throw badRequest('can\'t parse MessageEntity: Field "type" must be of type String');
  for (const [name, number] of Object.entries({ offset, length })) {
    if (!Number.isInteger(number))
      throw badRequest(`can't parse MessageEntity: Field "${name}" must be of type Number`);
  }
  return { type, offset: Number(offset), length: Number(length) };
}

function refuseWrongRange({ offset, length }: Entity, text: string): void {
  if (offset < 0 || offset > MAX_OFFSET)
    throw badRequest('receive an entity with incorrect offset');
  if (length < 0 || length > MAX_OFFSET)
    throw badRequest('receive an entity with incorrect length');
  const end = offset + length;
  if (offset > text.length) {
    throw badRequest(`entity begins after the end of the text at UTF-16 offset ${text.length}`);
  }
  if (end > text.length) {
    const edge = `ends after the end of the text at UTF-16 offset ${text.length}`;
    throw badRequest(`entity beginning at UTF-16 offset ${offset} ${edge}`);
  }
  if (isInsideSymbol(text, offset)) {
    throw badRequest(
      `entity begins in a middle of a UTF-16 symbol at byte offset ${byteOffsetOf(text, offset)}`,
    );
  }
  if (isInsideSymbol(text, end)) {
    const edge = `ends in a middle of a UTF-16 symbol at byte offset ${byteOffsetOf(text, end)}`;
    throw badRequest(`entity beginning at UTF-16 offset ${offset} ${edge}`);
  }
}

const isInsideSymbol = (text: string, offset: number) =>
  (text.codePointAt(offset - 1) ?? 0) > 0xffff;
const byteOffsetOf = (text: string, offset: number) => Buffer.byteLength(text.slice(0, offset - 1));

function readDetails(
  entity: Entity,
  value: JsonObject,
  findUser: (id: number) => User | undefined,
): Entity {
  const { type } = entity;
  if (type === 'text_link') return { ...entity, url: readUrl(value.url) };
  if (type === 'text_mention') return { ...entity, user: readUser(value.user, findUser) };
  if (type === 'pre' && typeof value.language === 'string' && value.language !== '') {
    return { ...entity, language: value.language };
  }
  if (type === 'custom_emoji') {
    if (!/^\d+$/.test(String(value.custom_emoji_id)))
      throw badRequest('invalid custom emoji identifier specified');
    return { ...entity, custom_emoji_id: String(value.custom_emoji_id) };
  }
  if (type === 'date_time') {
    return {
      ...entity,
      unix_time: Number(value.unix_time),
      date_time_format: String(value.date_time_format ?? ''),
    };
  }
  return entity;
}

function readUrl(url: unknown): string {
  if (typeof url !== 'string')
    throw badRequest('can\'t parse MessageEntity: Field "url" must be of type String');
  const link = normaliseLink(url);
  if (link === undefined) throw badRequest(`entity URL '${url}' is invalid: Wrong HTTP URL`);
  return link;
}

function readUser(user: unknown, findUser: (id: number) => User | undefined): User {
  const found = isObject(user) ? findUser(Number(user.id)) : undefined;
  if (!found) throw badRequest('user not found');
  return found;
}
