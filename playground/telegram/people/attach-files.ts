import { randomInt } from 'node:crypto';
import { omitUndefined } from '../../../src/lib/omit-undefined.ts';
import type { SaidFile, SentAs } from '../../said-message.ts';
import type { Attachment } from '../stored-message.ts';
import type { World } from '../world.ts';

/** A file in the order in which it is sent. */
interface SentFile {
  readonly attachment: Attachment;
  /** The messages of an album share this id. */
  readonly albumId?: string;
}

/** The types of files that apps send as photos. */
const PHOTO_MIME = /^image\/(?:jpeg|png|webp)$/;
/** Larger pictures are sent as files. */
const MAX_PHOTO_BYTES = 10 << 20;
const MAX_ALBUM_FILES = 10;
/** The kinds that can be in one album, by their group. All others are sent alone. */
const ALBUM_GROUPS: Readonly<Partial<Record<Attachment['kind'], string>>> = {
  photo: 'visual',
  video: 'visual',
  document: 'documents',
  audio: 'audio',
};

/** Stores the files of a person. Neighbours that can be in one album share an album id. */
export function attachFiles(world: World, files: readonly SaidFile[]): readonly SentFile[] {
  const attachments = files.map((file) => world.files.attach(kindOf(file), file));
  return groupAlbums(attachments).flatMap((album) => {
    const albumId = album.length > 1 ? `${randomInt(1e12, 1e13)}` : undefined;
    return album.map((attachment) => omitUndefined({ attachment, albumId }));
  });
}

function groupAlbums(attachments: readonly Attachment[]): readonly (readonly Attachment[])[] {
  const albums: Attachment[][] = [];
  for (const attachment of attachments) {
    const album = albums.at(-1);
    const group = ALBUM_GROUPS[attachment.kind];
    const previous = album?.at(-1);
    const fits =
      group !== undefined && previous !== undefined && ALBUM_GROUPS[previous.kind] === group;
    if (album && fits && album.length < MAX_ALBUM_FILES) album.push(attachment);
    else albums.push([attachment]);
  }
  return albums;
}

/** The way in which the app sends a file, unless the person chose one. */
function kindOf({ mime, sentAs, bytes }: SaidFile): Attachment['kind'] {
  if (sentAs !== undefined) return toKind(sentAs);
  if (PHOTO_MIME.test(mime)) return bytes.length > MAX_PHOTO_BYTES ? 'document' : 'photo';
  if (mime === 'image/gif') return 'animation';
  if (mime.startsWith('audio/')) return 'audio';
  return mime === 'video/mp4' ? 'video' : 'document';
}

const toKind = (sentAs: SentAs) => (sentAs === 'video note' ? 'video_note' : sentAs);
