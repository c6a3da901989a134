/** Media types by the ends of names. A picture of an embed may have no other sign of its type. */
const MIME_BY_ENDING: Readonly<Record<string, string>> = {
  png: 'image/png',
  jpg: 'image/jpeg',
  jpeg: 'image/jpeg',
  gif: 'image/gif',
  webp: 'image/webp',
  avif: 'image/avif',
  mp4: 'video/mp4',
  webm: 'video/webm',
  mov: 'video/quicktime',
  mp3: 'audio/mpeg',
  ogg: 'audio/ogg',
  wav: 'audio/wav',
  txt: 'text/plain',
  md: 'text/markdown',
  json: 'application/json',
  csv: 'text/csv',
  pdf: 'application/pdf',
  zip: 'application/zip',
};

const ENDING = /\.(\w{1,10})$/;
const MAX_LENGTH = 100;

/** The name of the file at an address. Addresses of pictures may have no name: `picture.png`. */
export function fileNameOf(address: string): string {
  const path = URL.parse(address)?.pathname ?? '';
  const name = decode(path.split('/').at(-1) ?? '').slice(-MAX_LENGTH);
  return ENDING.test(name) ? name : 'picture.png';
}

/** The media type of a file with this name. */
export function mimeOf(fileName: string): string {
  const [, ending = ''] = ENDING.exec(fileName) ?? [];
  return MIME_BY_ENDING[ending.toLowerCase()] ?? 'application/octet-stream';
}

function decode(name: string): string {
  try {
    return decodeURIComponent(name).toWellFormed();
  } catch {
    return name;
  }
}
