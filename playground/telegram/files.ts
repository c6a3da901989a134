import { randomBytes } from 'node:crypto';
import { badRequest, notFound } from './api-error.ts';
import type { TelegramLimits } from './limits.ts';
import type { Attachment, StoredFile } from './stored-message.ts';

const MOST_FILES = 500;

/** The files of all messages. One can be downloaded only after `getFile` told its path. */
export class Files {
  readonly #limits: TelegramLimits;
  readonly #byId = new Map<string, StoredFile>();
  readonly #byPath = new Map<string, StoredFile>();

  constructor(limits: TelegramLimits) {
    this.#limits = limits;
  }

  /** Pictures travel as photos, in two sizes with two ids, everything else as it is. */
  attach(kind: Attachment['kind'], name: string, mime: string, bytes: Uint8Array): Attachment {
    const file = this.#add(name, mime, bytes);
    return kind === 'photo'
      ? { kind, file, thumbnail: this.#add(name, mime, bytes) }
      : { kind, file };
  }

  find(id: string): StoredFile | undefined {
    return this.#byId.get(id);
  }

  /** The path for the download address. */
  prepareDownload(id: string): { readonly file: StoredFile; readonly path: string } {
    const file = this.#byId.get(id);
    if (!file) throw badRequest('wrong file_id or the file is temporarily unavailable');
    if (file.bytes.length > this.#limits.downloadBytes) throw badRequest('file is too big');
    const folder = file.mime.startsWith('image/') ? 'photos' : 'documents';
    const extension = /\.\w{1,8}$/.exec(file.name)?.[0] ?? '';
    const path = `${folder}/file_${file.uniqueId}${extension}`;
    this.#byPath.set(path, file);
    return { file, path };
  }

  download(path: string): Uint8Array {
    const file = this.#byPath.get(path);
    if (!file) throw notFound();
    return file.bytes;
  }

  #add(name: string, mime: string, bytes: Uint8Array): StoredFile {
    const file = {
      id: `Bot${randomBytes(24).toString('base64url')}`,
      uniqueId: `AQ${randomBytes(6).toString('hex')}`,
      name,
      mime,
      bytes,
    };
    this.#byId.set(file.id, file);
    if (this.#byId.size > MOST_FILES) this.#dropOldest();
    return file;
  }

  #dropOldest(): void {
    const [id, file] = this.#byId.entries().next().value ?? [];
    if (id !== undefined) this.#byId.delete(id);
    for (const [path, one] of this.#byPath) if (one === file) this.#byPath.delete(path);
  }
}
