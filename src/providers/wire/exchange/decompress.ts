import { pipeline, Readable, type Transform } from 'node:stream';
import { constants, createBrotliDecompress, createGunzip, createInflate } from 'node:zlib';
import { WireFault } from '../wire-fault.ts';
import type { HttpResponse } from './http.ts';

/** Gives each chunk as soon as it arrives, instead of the whole body at its end. */
const FLUSH_EACH_CHUNK = { flush: constants.Z_SYNC_FLUSH };

const DECODERS: Readonly<Record<string, () => Transform>> = {
  gzip: () => createGunzip(FLUSH_EACH_CHUNK),
  'x-gzip': () => createGunzip(FLUSH_EACH_CHUNK),
  deflate: () => createInflate(FLUSH_EACH_CHUNK),
  br: () => createBrotliDecompress({ flush: constants.BROTLI_OPERATION_FLUSH }),
};

/**
 * The body of a response without its compression. Requests ask for none, but some proxies compress
 * anyway.
 *
 * @throws A `WireFault` for an unknown encoding; while the body is read, also for broken data.
 */
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
    // The callback stays empty: errors come out of the decoder, which is read here.
    yield* pipeline(Readable.from(body), decoder, () => {});
  } catch (error) {
    throw isBrokenData(error)
      ? new WireFault('sent a compressed answer that cannot be read')
      : error;
  }
}

function isBrokenData(error: unknown): boolean {
  return (
    error instanceof Error &&
    'code' in error &&
    /^Z_DATA_ERROR|^ERR__ERROR/.test(String(error.code))
  );
}
