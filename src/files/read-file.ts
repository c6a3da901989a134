import type { DownloadedFile, FileContent, ReadLimits } from '../contracts/files.ts';
import { readAudio } from './audio/read-audio.ts';
import { detectKind, kindOfName, type PictureFormat } from './detect-kind.ts';
import { readDocument } from './documents/read-document.ts';
import { readPdf } from './pdf/read-pdf.ts';
import { canDrawText } from './pictures/can-draw-text.ts';
import { readPicture } from './pictures/read-picture.ts';
import { unreadable } from './unreadable.ts';

/**
 * Reads one file, in a reader process. The content decides what it is, then the name and the network's
 * type, which may be wrong.
 */
export async function readFile(file: DownloadedFile, limits: ReadLimits): Promise<FileContent> {
  try {
    const kind = await detectKind(file);
    switch (kind.is) {
      case 'picture':
        if (mayHaveLabels(file, kind.format) && !(await canDrawText())) {
          return await readSource(file, limits);
        }
        return await readPicture(file.bytes, kind.format, limits.images);
      case 'pdf':
        return await readPdf(file.bytes, limits);
      case 'audio':
        return readAudio(file, kind.mime);
      default:
        return await readSource(file, limits);
    }
  } catch {
    // The readers know their usual failures. What else a parser throws comes from a broken file.
    return unreadable('damaged');
  }
}

/** Without fonts, the labels of a drawing are empty boxes. Its source has them as text. */
function mayHaveLabels({ bytes }: DownloadedFile, format: PictureFormat): boolean {
  if (format === 'svgz') return true;
  return (
    format === 'svg' && Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).includes('<text')
  );
}

async function readSource(file: DownloadedFile, limits: ReadLimits): Promise<FileContent> {
  return (await readDocument(file, limits)) ?? unreadableKind(file);
}

/** A file without the content that its name promises is damaged. */
function unreadableKind(file: DownloadedFile): FileContent {
  return unreadable(kindOfName(file) ? 'damaged' : 'unknown kind');
}
