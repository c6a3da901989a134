import type { RawFile } from 'discord.js';
import type { Button, Controls, MenuEntry } from '../../../contracts/reply-surface.ts';
import { omitUndefined } from '../../../lib/omit-undefined.ts';
import { attachedMime, isAttachedPicture } from '../../../markdown/pages/is-attached-picture.ts';
import { customIdOf } from '../custom-id.ts';
import type { DiscordMessageRef } from '../message-ref.ts';
import type { DiscordPage } from '../rendering/dialect.ts';

/** The flag of a message without link previews. */
const SUPPRESS_EMBEDS = 4;
/**
 * Discord's types and styles of components:
 * https://discord.com/developers/docs/components/reference
 */
const ACTION_ROW = 1;
const BUTTON = 2;
const STRING_SELECT = 3;
const BUTTON_STYLES = { primary: 1, plain: 2, danger: 4 } as const;

/** A message as Discord takes it for a create and an edit. */
export interface MessageBody {
  readonly content: string;
  readonly flags: number;
  readonly allowed_mentions: { readonly parse: readonly []; readonly replied_user: false };
  readonly components: readonly object[];
  readonly attachments?: readonly object[];
}

/**
 * The body of a create, or of an edit of `message`.
 *
 * Each edit must repeat what a create says: it parses mentions anew and shows link previews again,
 * it keeps the buttons that it does not name, and it keeps the files of the message.
 */
export function messageBody(
  page: DiscordPage,
  controls: Controls = [],
  message?: DiscordMessageRef,
): MessageBody {
  const body = {
    content: page.content,
    flags: SUPPRESS_EMBEDS,
    allowed_mentions: { parse: [], replied_user: false },
    components: controls.map((row) => ({ type: ACTION_ROW, components: row.map(controlBody) })),
  } as const;

  // The list names the files that stay: without it, each edit would add one more. A new message needs
  // none: https://discord.com/developers/docs/reference#uploading-files
  const needsList = message !== undefined && (page.file !== undefined || message.hasFile === true);
  return needsList ? { ...body, attachments: attachedFiles(page) } : body;
}

/** The list of the files that a message has after a write. */
export function attachedFiles({ file }: DiscordPage): readonly object[] {
  return file ? [{ id: 0, filename: file.name }] : [];
}

function controlBody(button: Button): object {
  const { label, style, entries } = button;
  const custom_id = customIdOf(button);
  if (!entries) return { type: BUTTON, custom_id, label, style: BUTTON_STYLES[style ?? 'plain'] };
  return { type: STRING_SELECT, custom_id, placeholder: label, options: entries.map(optionBody) };
}

function optionBody({ value, label, description, isSelected }: MenuEntry): object {
  return omitUndefined({ value, label, description, default: isSelected });
}

/** The files that are sent along with the body. */
export function messageFiles({ file }: DiscordPage): RawFile[] | undefined {
  if (!file) return undefined;
  const data = isAttachedPicture(file) ? Buffer.from(file.picture) : file.markdown;
  return [{ name: file.name, data, contentType: attachedMime(file) }];
}

/** The reference of a message that shows this page. */
export function messageRefWith(
  message: DiscordMessageRef,
  { file }: DiscordPage,
): DiscordMessageRef {
  const hasFile = file !== undefined;
  return (message.hasFile === true) === hasFile ? message : { ...message, hasFile };
}
