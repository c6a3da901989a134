import { randomBytes } from 'node:crypto';
import { omitUndefined } from '../../src/lib/omit-undefined.ts';
import { FileBudget, type HeldBytes } from '../file-budget.ts';
import { type PictureSize, readPictureSize } from '../picture-size.ts';
import { badRequest, notFound } from './api-error.ts';
import type { TelegramLimits } from './limits.ts';
import type { Attachment, StoredFile } from './stored-message.ts';

/** A file to store. */
export interface NewFile {
  readonly name: string;
  readonly mime: string;
  readonly bytes: Uint8Array;
  readonly durationMs?: number;
  /** A still picture of a video, an animation or a moving sticker. */
  readonly still?: Uint8Array;
  /** The emoji of a sticker. */
  readonly emoji?: string;
}

const MAX_FILES = 2000;
/** The longer edges of the smaller sizes of a photo (the sizes s, m, x and y). */
const PHOTO_EDGES = [90, 320, 800, 1280];
/** The size that bytes are given that are no picture. */
const UNKNOWN_SIZE: PictureSize = { width: 1280, height: 960 };
const DEFAULT_DURATION_MS = 2_000;

/** The folders of download paths, and the file extensions that the real server gives there. */
const FOLDERS: Readonly<Record<Attachment['kind'], readonly [folder: string, extension?: string]>> =
  {
    photo: ['photos', '.jpg'],
    document: ['documents'],
    voice: ['voice', '.oga'],
    audio: ['music'],
    video: ['videos'],
    video_note: ['video_notes', '.mp4'],
    animation: ['animations'],
    sticker: ['stickers'],
  };

/** The files of all messages. A file can be downloaded only after `getFile` gave its path. */
export class Files {
  readonly #limits: TelegramLimits;
  readonly #byId = new Map<string, StoredFile>();
  readonly #byPath = new Map<string, StoredFile>();
  readonly #budget = new FileBudget();

  constructor(limits: TelegramLimits) {
    this.#limits = limits;
  }

  /** Stores a file. Each size of a photo, and each still picture, has an id of its own. */
  attach(kind: Attachment['kind'], { name, mime, bytes, ...file }: NewFile): Attachment {
    const content: HeldBytes = { bytes };
    this.#budget.hold(content);
    const about = { kind, name, mime, size: bytes.length, content };
    const size = readPictureSize(bytes) ?? UNKNOWN_SIZE;
    const { still, emoji, durationMs = DEFAULT_DURATION_MS } = file;

    return omitUndefined({
      kind,
      file: this.#add({ ...about, ...size }),
      // All sizes have the same bytes, because nothing here can shrink pictures.
      smaller:
        kind === 'photo' ? listSmaller(size).map((each) => this.#add({ ...about, ...each })) : [],
      thumbnail: still && this.#addStill(still),
      durationSeconds: Math.round(durationMs / 1000),
      emoji,
    });
  }

  find(id: string): StoredFile | undefined {
    return this.#byId.get(id);
  }

  /**
   * Makes a file available for download, and returns the path for the download address.
   *
   * @throws An `ApiError` when there is no such file, or when it is too big.
   */
  prepareDownload(id: string): { readonly file: StoredFile; readonly path: string } {
    const file = this.#byId.get(id);
    if (!file) throw badRequest('wrong file_id or the file is temporarily unavailable');
    if (file.size > this.#limits.downloadBytes) throw badRequest('file is too big');

    const [folder, fixedExtension] = FOLDERS[file.kind];
    const extension = fixedExtension ?? /\.\w{1,8}$/.exec(file.name)?.[0] ?? '';
    const path = `${folder}/file_${file.uniqueId}${extension}`;
    this.#byPath.set(path, file);
    return { file, path };
  }

  /** @throws An `ApiError` when no file is available at this path. */
  download(path: string): Uint8Array {
    const bytes = this.#byPath.get(path)?.content.bytes;
    if (!bytes) throw notFound();
    return bytes;
  }

  /** Forgets all files so far. */
  clear(): void {
    this.#byId.clear();
    this.#byPath.clear();
  }

  #addStill(bytes: Uint8Array): StoredFile {
    const content: HeldBytes = { bytes };
    this.#budget.hold(content);
    const size = readPictureSize(bytes) ?? UNKNOWN_SIZE;
    const about = { kind: 'photo' as const, name: 'still.jpg', mime: 'image/jpeg' };
    return this.#add({ ...about, size: bytes.length, content, ...size });
  }

  #add(about: Omit<StoredFile, 'id' | 'uniqueId'>): StoredFile {
    const file = {
      id: `Bot${randomBytes(24).toString('base64url')}`,
      uniqueId: `AQ${randomBytes(6).toString('hex')}`,
      ...about,
    };
    this.#byId.set(file.id, file);
    if (this.#byId.size > MAX_FILES) this.#dropOldest();
    return file;
  }

  #dropOldest(): void {
    const [id, file] = this.#byId.entries().next().value ?? [];
    if (id !== undefined) this.#byId.delete(id);
    for (const [path, available] of this.#byPath) if (available === file) this.#byPath.delete(path);
  }
}

/** The smaller sizes that the server makes of a photo, the smallest first. */
function listSmaller({ width, height }: PictureSize): readonly PictureSize[] {
  const longer = Math.max(width, height);
  return PHOTO_EDGES.filter((edge) => edge < longer).map((edge) => ({
    width: Math.max(1, Math.round((width * edge) / longer)),
    height: Math.max(1, Math.round((height * edge) / longer)),
  }));
}
