import { omitUndefined } from '../../../src/lib/omit-undefined.ts';
import type { Json } from '../json.ts';
import { messageFlag } from '../message.ts';
import { isSnowflake } from '../snowflakes.ts';
import type { Form } from './form.ts';
import { readComponents } from './read-components.ts';
import { readEmbeds } from './read-embeds.ts';

/** The mentions that a message may make (`allowed_mentions`). */
export interface AllowedMentions {
  readonly everyone: boolean;
  /** `all`, or the ids that may be mentioned. */
  readonly users: 'all' | readonly string[];
  readonly roles: 'all' | readonly string[];
  readonly repliedUser: boolean;
}

/**
 * Discord's default for a message without `allowed_mentions`: every mention in the text notifies.
 */
export const defaultMentions: AllowedMentions = {
  everyone: true,
  users: 'all',
  roles: 'all',
  repliedUser: true,
};

/** The payload that creates or edits a message. A field that the request left out is absent. */
export interface MessageForm {
  readonly content?: string;
  readonly embeds?: readonly Json[];
  readonly components?: readonly Json[];
  readonly flags?: number;
  readonly allowedMentions: AllowedMentions;
  readonly replyTo?: { readonly messageId: string; readonly failIfNotExists: boolean };
  readonly nonce?: string | number;
  readonly enforceNonce: boolean;
  /** The ids of the attachments that an edit keeps. Absent: it keeps all. */
  readonly keepAttachments?: readonly string[];
}

/**
 * Reads and checks a message payload. `currentFlags` are the flags of the message that it edits: a
 * message of components (IS_COMPONENTS_V2) stays one.
 *
 * @throws An `ApiError` with all errors of the form.
 */
export function readMessageForm(form: Form, currentFlags = 0): MessageForm {
  const flags = form.field('flags').integer();
  const isLayout = (((flags ?? 0) | currentFlags) & messageFlag.componentsV2) !== 0;

  const content = form.field('content').text(0, 2000);
  const embeds = readEmbeds(form.field('embeds'));
  const components = readComponents(form.field('components'), isLayout);
  if (isLayout && (content || embeds?.length)) {
    form.addError(
      'MESSAGE_CANNOT_USE_LEGACY_FIELDS_WITH_COMPONENTS_V2',
      'Content and embeds cannot be used with this flag',
    );
  }

  const nonce = readNonce(form.field('nonce'));
  const allowedMentions = readAllowedMentions(form.field('allowed_mentions'));
  const replyTo = readReference(form.field('message_reference'));
  const keepAttachments = readKeptAttachments(form.field('attachments'));
  const enforceNonce = form.field('enforce_nonce').boolean() ?? false;
  form.field('tts').boolean();
  form.throwIfInvalid();

  return omitUndefined({
    // In an edit, `null` empties a field.
    content: form.has('content') ? (content ?? '') : undefined,
    embeds: form.has('embeds') ? (embeds ?? []) : undefined,
    components: form.has('components') ? (components ?? []) : undefined,
    flags,
    replyTo,
    nonce,
    keepAttachments,
    allowedMentions,
    enforceNonce,
  });
}

function readNonce(form: Form): string | number | undefined {
  return typeof form.value === 'number' ? form.integer() : form.text(0, 25);
}

function readReference(form: Form): MessageForm['replyTo'] {
  if (!form.object()) return undefined;
  const messageId = form.field('message_id').required().snowflake();
  form.field('channel_id').snowflake();
  form.field('guild_id').snowflake();
  const failIfNotExists = form.field('fail_if_not_exists').boolean() ?? true;
  return messageId === undefined ? undefined : { messageId, failIfNotExists };
}

function readKeptAttachments(form: Form): readonly string[] | undefined {
  return form.list(0, 10)?.flatMap(({ value }) => {
    const id: unknown =
      typeof value === 'object' && value !== null ? Reflect.get(value, 'id') : undefined;
    return typeof id === 'string' && isSnowflake(id) ? [id] : [];
  });
}

function readAllowedMentions(form: Form): AllowedMentions {
  if (!form.object()) return defaultMentions;
  const parse = (form.field('parse').list(0, 3) ?? []).map((kind) =>
    kind.oneOf(['users', 'roles', 'everyone']),
  );

  const readAllowed = (key: 'users' | 'roles'): 'all' | readonly string[] => {
    const ids =
      form
        .field(key)
        .list(0, 100)
        ?.map((id) => id.snowflake() ?? '') ?? [];
    if (!parse.includes(key)) return ids;
    if (ids.length > 0) {
      form.addError(
        'MESSAGE_ALLOWED_MENTIONS_PARSE_EXCLUSIVE',
        `parse:["${key}"] and ${key}: [ids...] are mutually exclusive.`,
      );
    }
    return 'all';
  };

  const repliedUser = form.field('replied_user').boolean() ?? false;
  return {
    everyone: parse.includes('everyone'),
    users: readAllowed('users'),
    roles: readAllowed('roles'),
    repliedUser,
  };
}
