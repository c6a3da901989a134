import { pipeline, Readable, type Transform } from 'node:stream';
import { constants, createBrotliDecompress, createGunzip, createInflate } from 'node:zlib';
import { WireFault } from '../wire-fault.ts';
import type { HttpResponse } from './http.ts';

/** What has come is given at once, not when the whole is there. */
const SYNC = { flush: constants.Z_SYNC_FLUSH };

const DECODERS: Readonly<Record<string, () => Transform>> = {
  gzip: () => createGunzip(SYNC),
  'x-gzip': () => createGunzip(SYNC),
  deflate: () => createInflate(SYNC),
  br: () => createBrotliDecompress({ flush: constants.BROTLI_OPERATION_FLUSH }),
};

/** The body as it was before it was compressed: we ask not to, but what stands in between does not always listen. */
export function decompress({ headers, body }: HttpResponse): AsyncIterable<Uint8Array> {
  const encoding = String(headers['content-encoding'] ?? 'identity')
    .trim()
    .toLowerCase();
  if (encoding === 'identity' || encoding === '') return body;
  const createDecoder = Object.hasOwn(DECODERS, encoding) ? DECODERS[encoding] : undefined;
  if (!createDecoder) throw new WireFault('compressed its answer, though asked not to');
  return decode(body, createDecoder());
}

async function* decode(
  body: AsyncIterable<Uint8Array>,
  decoder: Transform,
): AsyncGenerator<Uint8Array> {
  try {
    // Errors come out of the decoder itself, where they are read.
    yield* pipeline(Readable.from(body), decoder, () => {});
  } catch (error) {
    const isBroken =
      error instanceof Error &&
      'code' in error &&
      /^Z_DATA_ERROR|^ERR__ERROR/.test(String(error.code));
    throw isBroken ? new WireFault('sent a compressed answer that cannot be read') : error;
  }
}
