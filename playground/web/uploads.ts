import { randomUUID } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { readWholeBody } from '../../src/lib/web/read-whole-body.ts';
import { RequestError } from '../../src/lib/web/request-error.ts';
import type { SaidFile } from '../said-message.ts';

/** A file that waits for its message. */
type UploadedFile = Pick<SaidFile, 'name' | 'mime' | 'bytes'>;

/** The files that pages uploaded, until a message takes them. */
export interface Uploads {
  /** Stores the body of a request, and returns the id by which a message names it. */
  receive(request: IncomingMessage, query: URLSearchParams): Promise<{ readonly id: string }>;
  /**
   * Takes a file out.
   *
   * @throws A `RequestError` when it is not there.
   */
  take(id: string): UploadedFile;
}

const MAX_FILE_BYTES = 25 << 20;
/** The bytes of all files that wait. The oldest make room for new ones. */
const MAX_WAITING_BYTES = 128 << 20;
const MAX_NAME_LENGTH = 256;
const MIME = /^[\w!#$&^.+-]{1,100}\/[\w!#$&^.+-]{1,100}(?:; ?codecs=[\w.,"-]{1,50})?$/;

/** Creates an empty store of uploads. */
export function createUploads(): Uploads {
  const waiting = new Map<string, UploadedFile>();

  const makeRoom = () => {
    let total = [...waiting.values()].reduce((sum, { bytes }) => sum + bytes.length, 0);
    for (const [id, { bytes }] of waiting) {
      if (total <= MAX_WAITING_BYTES) return;
      waiting.delete(id);
      total -= bytes.length;
    }
  };

  return {
    async receive(request, query) {
      // A form on another site cannot send this type unless the browser asks this server first.
      if (request.headers['content-type'] !== 'application/octet-stream')
        throw new RequestError(415, 'Send application/octet-stream.');
      const bytes = await readWholeBody(request, MAX_FILE_BYTES);
      if (bytes === undefined)
        throw new RequestError(413, 'That file is too large: files can have up to 25 MB.');

      const name = query.get('name')?.slice(0, MAX_NAME_LENGTH) || 'file';
      const mime = query.get('mime') ?? '';
      const id = randomUUID();
      waiting.set(id, { name, mime: MIME.test(mime) ? mime : 'application/octet-stream', bytes });
      makeRoom();
      return { id };
    },
    take(id) {
      const file = waiting.get(id);
      if (!file) throw new RequestError(400, 'The file is gone. Attach it again.');
      waiting.delete(id);
      return file;
    },
  };
}
