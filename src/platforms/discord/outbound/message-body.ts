import type { RawFile } from 'discord.js';
import type { Button, Controls } from '../../../contracts/reply-surface.ts';
import type { DiscordMessageRef } from '../message-ref.ts';
import type { DiscordPage } from '../rendering/dialect.ts';

const SUPPRESS_EMBEDS = 4;
const ACTION_ROW = 1;
const BUTTON = 2;
const STYLES = { primary: 1, plain: 2, danger: 4 } as const;

/**
 * A message as creates and edits take it. An edit parses mentions anew and shows previews again unless it says
 * otherwise each time, and keeps the buttons that it does not name, and the files of the message at `place`.
 */
export function messageBody(
  { content, file }: DiscordPage,
  controls: Controls = [],
  place?: DiscordMessageRef,
) {
  return {
    content,
    // Names the files that stay: without it, a repeated edit would add one more each time.
    ...((file || hasFile(place)) && { attachments: file ? [{ id: 0, filename: file.name }] : [] }),
    flags: SUPPRESS_EMBEDS,
    allowed_mentions: { parse: [], replied_user: false },
    components: controls.map((row) => ({ type: ACTION_ROW, components: row.map(buttonBody) })),
  };
}

function buttonBody({
  id,
  label,
  style = 'plain',
}: Button | (Omit<Button, 'style'> & { style: 'plain' })) {
  return { type: BUTTON, custom_id: id, label, style: STYLES[style] };
}

/** The place of the message once it shows this page. */
export function messageRefWith(place: DiscordMessageRef, { file }: DiscordPage): DiscordMessageRef {
  return hasFile(place) === (file !== undefined)
    ? place
    : { ...place, hasFile: file !== undefined };
}

function hasFile(place: DiscordMessageRef | undefined): boolean {
  return place?.hasFile === true;
}

/** What is sent along with the body. */
export function messageFiles({ file }: DiscordPage): { readonly files?: RawFile[] } {
  if (!file) return {};
  return { files: [{ name: file.name, data: file.markdown, contentType: 'text/markdown' }] };
}
