import type { Attachment } from './message.ts';

const TEXT_MIME = /^(?:text\/|application\/(?:json|javascript|xml|x-yaml|x-sh)$)/;
/** Files that the type's name alone would take for a video. */
const TYPESCRIPT = /\.[cm]?ts$/i;

/**
 * The `content_type` that Discord gives an attachment: that of the file's name, and a charset if its
 * bytes are a text. So a TypeScript file is a `video/MP2T; charset=utf-8`: bots compare with exactly
 * that. Without a known type there is none.
 */
export function contentTypeOf({ name, mime, bytes }: Attachment): string | undefined {
  const isText = bytes !== undefined && isUtf8Text(bytes);
  if (isText && TYPESCRIPT.test(name)) return 'video/MP2T; charset=utf-8';
  if (mime === '' || mime === 'application/octet-stream') return undefined;
  return isText && TEXT_MIME.test(mime) ? `${mime}; charset=utf-8` : mime;
}

function isUtf8Text(bytes: Uint8Array): boolean {
  try {
    return !new TextDecoder('utf-8', { fatal: true }).decode(bytes).includes('\0');
  } catch {
    return false;
  }
}
