import type { ProviderErrorKind } from '../../../contracts/provider.ts';
import type { Refusal } from '../exchange/send.ts';
import type { JsonObject } from '../json.ts';
import { findLengthField } from './concede-body.ts';
import { concedeRequest } from './concede-request.ts';
import type { Concessions } from './concessions.ts';
import { isLengthField, listFieldPaths, normalizeName } from './field-path.ts';
import { NAMED_FIELDS, UNKNOWN_FIELD } from './named-fields.ts';
import { type Objection, readObjection } from './read-objection.ts';
import type { RefusedCall } from './refused-call.ts';
import { REFUSED_PARTS, type RefusedPart } from './refused-parts.ts';
import { shortenAnswer } from './shorten-answer.ts';

/** A refusal with one of these statuses is about the key, the load or the account. */
const OTHER_REASONS = [401, 402, 408, 409, 503, 529];
/** With these statuses, only the length of the answer may be the reason. */
const TOO_MUCH = [413, 429];
const THINKING_FIELD = /^(think|thinking|thinkingconfig|reasoning|reasoningeffort|outputconfig)$/;
const CHAT_LENGTH_FIELDS = ['max_tokens', 'max_completion_tokens'];
/** People rarely write such names: `top_p`, `thinkingConfig`. */
const TELLING_NAME = /_|[a-z][A-Z]/;

/**
 * The concessions with one more: the change that the refusal asks for. `undefined`: it asks for no
 * change, or for one that was made already. `kind` is what the refusal means as a whole.
 */
export function makeConcession(
  refusal: Refusal,
  call: RefusedCall,
  kind?: ProviderErrorKind,
): Concessions | undefined {
  if (OTHER_REASONS.includes(refusal.status)) return undefined;

  const objection = readObjection(refusal.body, call.request);
  const shorter = shortenAnswer(objection.text, call);
  if (shorter || TOO_MUCH.includes(refusal.status)) return shorter;

  // Google names the object around the field that it means.
  const objects = objection.fields.filter((field) => isObject(field, call));
  const fields = objection.fields.filter((field) => !objects.includes(field));
  return (
    concedeNamedFields({ ...objection, fields }, call) ??
    concedeParts(objection, call) ??
    concedeSentences(objection, call) ??
    omitTellingNames(objection, call) ??
    omit(objects, call) ??
    // The status means that the server does not understand the body, and nothing says why.
    (refusal.status === 422 && kind === 'bad_request' && objection.fields.length === 0
      ? omit(['stream_options'], call)
      : undefined)
  );
}

/** The machine-readable names of a refusal say more than its sentences. All of them count. */
function concedeNamedFields(
  { fields, text }: Objection,
  call: RefusedCall,
): Concessions | undefined {
  const conceded = fields.reduce((concessions, field) => {
    const [root = '', ...rest] = field.split('.');
    if (rest.includes('cache_control')) {
      return concedePart('cache', { ...call, concessions }) ?? concessions;
    }
    const isAboutMessages = /^(messages|contents|input)$/.test(root);
    const current = { ...call, concessions };
    const next = isAboutMessages
      ? concedeMessageField(rest, current)
      : concedeField(field, text, current);
    return next ?? concessions;
  }, call.concessions);
  return conceded === call.concessions ? undefined : conceded;
}

function concedeMessageField(names: readonly string[], call: RefusedCall): Concessions | undefined {
  if (names.includes('role')) return concedePart('system', call);
  if (!names.includes('content')) return undefined;
  return concedePart('images', call) ?? concedePart('audio', call);
}

function concedeParts({ text }: Objection, call: RefusedCall): Concessions | undefined {
  for (const [part, words] of REFUSED_PARTS) {
    const conceded = words.test(text) && concedePart(part, call);
    if (conceded) return conceded;
  }
  return undefined;
}

function concedePart(part: RefusedPart, call: RefusedCall): Concessions | undefined {
  const { request, body, concessions } = call;

  switch (part) {
    case 'cache':
      return request.cacheKey !== undefined && !concessions.forgetsCache
        ? { ...concessions, forgetsCache: true }
        : undefined;
    case 'stream':
      return concessions.isWhole ? undefined : { ...concessions, isWhole: true };
    case 'system':
      return request.system && !concessions.hasSystemInMessage
        ? { ...concessions, hasSystemInMessage: true }
        : undefined;
    case 'images':
      return hide('images', 'hidesImages', call);
    case 'audio':
      return hide('audio', 'hidesAudio', call);
    case 'roles':
      // Templates that know no system role take it for a message that breaks the order.
      return alternate(call) ?? concedePart('system', call);
    case 'parameters':
      return omit(Object.keys(call.optionalBody), call);
    case 'thinking':
      return omit(
        namesOf(body).filter((name) => THINKING_FIELD.test(normalizeName(name))),
        call,
      );
  }
}

function hide(
  media: 'images' | 'audio',
  concession: 'hidesImages' | 'hidesAudio',
  { request, concessions }: RefusedCall,
): Concessions | undefined {
  const hasMedia = request.messages.some((message) => (message[media]?.length ?? 0) > 0);
  return hasMedia && !concessions[concession] ? { ...concessions, [concession]: true } : undefined;
}

function alternate({ request, concessions }: RefusedCall): Concessions | undefined {
  if (concessions.alternatesRoles) return undefined;

  const conceded = { ...concessions, alternatesRoles: true } as const;
  const before = concedeRequest(request, concessions).messages;
  const after = concedeRequest(request, conceded).messages;
  return before.length === after.length ? undefined : conceded;
}

function concedeSentences({ text }: Objection, call: RefusedCall): Concessions | undefined {
  for (const words of NAMED_FIELDS) {
    for (const { groups } of text.matchAll(new RegExp(words, 'g'))) {
      for (const name of groups?.field?.match(/[a-z][\w.]*/g) ?? []) {
        const conceded = concedeField(name, text, call);
        if (conceded) return conceded;
      }
    }
  }
  return undefined;
}

function omitTellingNames({ text }: Objection, call: RefusedCall): Concessions | undefined {
  if (!UNKNOWN_FIELD.test(text)) return undefined;

  const mentioned = namesOf(call.optionalBody).filter(
    (name) => TELLING_NAME.test(name) && !isLengthField(name) && text.includes(name.toLowerCase()),
  );
  return omit(mentioned, call);
}

function concedeField(field: string, text: string, call: RefusedCall): Concessions | undefined {
  const name = normalizeName(field);

  if (name === 'stream') return concedePart('stream', call);
  if (/^(systeminstruction|system|instructions)$/.test(name)) return concedePart('system', call);
  if (isLengthField(field)) return concedeLengthField(text, call);
  if (/^(thinking|reasoning)(?!effort)/.test(name)) {
    return omit([field], call) ?? concedePart('thinking', call);
  }
  return omit([field], call);
}

/** Newer models of OpenAI refuse the name that every other server knows. */
function concedeLengthField(text: string, call: RefusedCall): Concessions | undefined {
  const { optionalBody, concessions } = call;
  const path = findLengthField(optionalBody);
  const name = path?.at(-1);
  if (!name || !UNKNOWN_FIELD.test(text)) return undefined;

  const otherName = CHAT_LENGTH_FIELDS.find((candidate) => candidate !== name);
  const canRename = CHAT_LENGTH_FIELDS.includes(name) && !concessions.lengthField;
  return canRename && otherName ? { ...concessions, lengthField: otherName } : omit([name], call);
}

/** Leaves out the optional fields with these names: a name alone, or the end of a path. */
function omit(names: readonly string[], call: RefusedCall): Concessions | undefined {
  const { optionalBody, concessions } = call;
  const omitted = new Set(concessions.omitted);
  const paths = listFieldPaths(optionalBody);

  for (const name of names) {
    const path = findPath(paths, name);
    if (path) omitted.add(path.join('.'));
  }
  return omitted.size > (concessions.omitted?.length ?? 0)
    ? { ...concessions, omitted: [...omitted] }
    : undefined;
}

/** The path that ends in the name. For `thinking.type.enabled`, a path that ends in `thinking`. */
function findPath(
  paths: readonly (readonly string[])[],
  name: string,
): readonly string[] | undefined {
  const segments = name.split('.').map(normalizeName);
  for (let count = segments.length; count > 0; count -= 1) {
    const ending = segments.slice(0, count).join('.');
    const found = paths.find((path) =>
      `.${path.map(normalizeName).join('.')}`.endsWith(`.${ending}`),
    );
    if (found) return found;
  }
  return undefined;
}

function namesOf(body: JsonObject): readonly string[] {
  return listFieldPaths(body).map((path) => path.at(-1) ?? '');
}

function isObject(name: string, { optionalBody }: RefusedCall): boolean {
  const paths = listFieldPaths(optionalBody);
  const path = findPath(paths, name)?.join('.');
  return paths.some((other) => other.join('.').startsWith(`${path}.`));
}
