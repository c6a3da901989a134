import { randomBytes } from 'node:crypto';
import { badRequest, notFound } from './api-error.ts';
import type { TelegramLimits } from './limits.ts';
import type { Attachment, StoredFile } from './stored-message.ts';

const MAX_FILES = 500;

/** The files of all messages. A file can be downloaded only after `getFile` gave its path. */
export class Files {
  readonly #limits: TelegramLimits;
  readonly #byId = new Map<string, StoredFile>();
  readonly #byPath = new Map<string, StoredFile>();

  constructor(limits: TelegramLimits) {
    this.#limits = limits;
  }

  /** Stores a file. A photo is stored in two sizes, with two ids. */
  attach(kind: Attachment['kind'], name: string, mime: string, bytes: Uint8Array): Attachment {
    const file = this.#add(name, mime, bytes);
    if (kind === 'document') return { kind, file };
    return { kind, file, thumbnail: this.#add(name, mime, bytes) };
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
    if (file.bytes.length > this.#limits.downloadBytes) throw badRequest('file is too big');
    const folder = file.mime.startsWith('image/') ? 'photos' : 'documents';
    const extension = /\.\w{1,8}$/.exec(file.name)?.[0] ?? '';
    const path = `${folder}/file_${file.uniqueId}${extension}`;
    this.#byPath.set(path, file);
    return { file, path };
  }

  /** @throws An `ApiError` when no file is available at this path. */
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
    if (this.#byId.size > MAX_FILES) this.#dropOldest();
    return file;
  }

  #dropOldest(): void {
    const [id, file] = this.#byId.entries().next().value ?? [];
    if (id !== undefined) this.#byId.delete(id);
    for (const [path, available] of this.#byPath) if (available === file) this.#byPath.delete(path);
  }
}
