import type { DownloadedFile, FileContent, ReadLimits } from '../contracts/files.ts';
import { readAudio } from './audio/read-audio.ts';
import { detectKind, kindOfName } from './detect-kind.ts';
import { readDocument } from './documents/read-document.ts';
import { readPdf } from './pdf/read-pdf.ts';
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
        return await readPicture(file.bytes, kind.format, limits.images);
      case 'pdf':
        return await readPdf(file.bytes, limits);
      case 'audio':
        return readAudio(file, kind.mime);
      default:
        return (await readDocument(file, limits)) ?? unreadableKind(file);
    }
  } catch {
    // The readers know their usual failures. What else a parser throws comes from a broken file.
    return unreadable('damaged');
  }
}

/** A file without the content that its name promises is damaged. */
function unreadableKind(file: DownloadedFile): FileContent {
  return unreadable(kindOfName(file) ? 'damaged' : 'unknown kind');
}
