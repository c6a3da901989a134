import { fileTypeFromBuffer } from 'file-type';
import type { DownloadedFile } from '../contracts/files.ts';
import { hasOnlyTextBytes } from './has-only-text-bytes.ts';
import { isSvg } from './pictures/is-svg.ts';

/** The formats of pictures that can be read. `svgz`: an SVG in gzip. */
export type PictureFormat =
  | 'png'
  | 'jpeg'
  | 'webp'
  | 'gif'
  | 'avif'
  | 'tiff'
  | 'bmp'
  | 'heic'
  | 'svg'
  | 'svgz';

/** The kind of a file, which decides what reads it. */
export type FileKind =
  | { readonly is: 'picture'; readonly format: PictureFormat }
  | { readonly is: 'pdf' }
  /** Sound, or a video, whose sound can be transcribed. */
  | { readonly is: 'audio'; readonly mime: string }
  /** Anything else: text, a document, or nothing that can be read. */
  | { readonly is: 'document' };

const PICTURES: Readonly<Record<string, PictureFormat>> = {
  'image/png': 'png',
  'image/apng': 'png',
  'image/jpeg': 'jpeg',
  'image/webp': 'webp',
  'image/gif': 'gif',
  'image/avif': 'avif',
  'image/tiff': 'tiff',
  'image/bmp': 'bmp',
  'image/heic': 'heic',
  'image/heif': 'heic',
  'image/heic-sequence': 'heic',
  'image/heif-sequence': 'heic',
};
const NAMED_KIND =
  /\.(png|jpe?g|webp|gif|avif|tiff?|bmp|hei[cf]|svgz?|pdf|mp3|m4a|ogg|opus|oga|wav|flac|aac|mp4|mov|webm)$/i;
const SOUND = /^(audio|video)\//;
/** Music as notes, which has no sound. */
const SCORE = /^audio\/(midi|x-(it|s3m|xm))$/;
const PDF_HEADER = new TextEncoder().encode('%PDF-');
/** PDF readers look for the header in this part of a file. */
const PDF_HEADER_BYTES = 1_024;

/** Finds out what a file is: by its content, then by its name, then by the type that the network gives. */
export async function detectKind(file: DownloadedFile): Promise<FileKind> {
  const { bytes, name } = file;
  const mime = await mimeOf(bytes);
  const format = PICTURES[mime];
  // Some signatures are letters: a text that begins with BM is a bitmap for `file-type`.
  const isText = mime !== 'application/pdf' && hasOnlyTextBytes(bytes);
  if (format && !isText) return { is: 'picture', format };
  if (mime === 'application/pdf') return { is: 'pdf' };
  if (mime === 'application/gzip' && /\.svgz$/i.test(name))
    return { is: 'picture', format: 'svgz' };
  if (SOUND.test(mime) && !SCORE.test(mime) && !isText) return { is: 'audio', mime };

  const isPlain = isText || mime === '' || mime === 'application/xml';
  if (isPlain && isSvg(bytes)) return { is: 'picture', format: 'svg' };
  // Some programs put lines of a mail or a print job before the header.
  if (isPlain && kindOfName(file) === 'pdf' && hasPdfHeader(bytes)) return { is: 'pdf' };
  return { is: 'document' };
}

/** The kind that a file's name or its network's type promises. `undefined`: none that is known here. */
export function kindOfName({ name, mime }: DownloadedFile): 'pdf' | 'picture or sound' | undefined {
  if (/\.pdf$/i.test(name) || mime === 'application/pdf') return 'pdf';
  if (NAMED_KIND.test(name) || mime in PICTURES) return 'picture or sound';
  return undefined;
}

/** @returns A type without parameters; empty: unknown. */
async function mimeOf(bytes: Uint8Array): Promise<string> {
  const type = await fileTypeFromBuffer(bytes).catch(() => undefined);
  return type?.mime.split(';', 1)[0] ?? '';
}

function hasPdfHeader(bytes: Uint8Array): boolean {
  return Buffer.from(bytes.subarray(0, PDF_HEADER_BYTES)).includes(PDF_HEADER);
}
