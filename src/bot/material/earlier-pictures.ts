import type { ImageLimits } from '../../contracts/files.ts';
import type { Turn } from '../../contracts/turns.ts';
import type { FileReader } from './file-reader.ts';
import type { GathererParts } from './gatherer-parts.ts';
import { listFiles, type WantedFile } from './list-files.ts';
import type { FileMedia } from './prompt-media.ts';

/** Pictures fill a window quickly, and the newest ones matter most. */
const MAX_PICTURES = 4;
/** Older pictures are rarely meant, and most prompts hold no more turns. */
const MAX_TURNS = 20;

/**
 * Reads the newest pictures of the earlier turns, as far as the network still gives them. Words mention
 * the others.
 */
export async function readEarlierPictures(
  { conversations, reader }: Pick<GathererParts, 'conversations'> & { readonly reader: FileReader },
  turn: Turn,
  images: ImageLimits,
  signal: AbortSignal,
): Promise<readonly (readonly [ref: string, media: FileMedia])[]> {
  const wanted: WantedFile[] = [];
  let turnCount = 0;
  for await (const earlier of conversations.history(turn)) {
    wanted.push(...picturesOf(earlier));
    turnCount += 1;
    if (wanted.length >= MAX_PICTURES || turnCount === MAX_TURNS) break;
  }

  const { channel } = turn.address;
  const limits = { characters: 0, images: { ...images, maxImages: 1 } };
  const read = wanted.slice(0, MAX_PICTURES).map(async (file) => {
    const content = await reader.read(channel, file, limits, signal);
    const shown = content.kind === 'images' ? content.images.slice(0, 1) : [];
    return shown.length > 0 ? ([file.ref, { images: shown }] as const) : undefined;
  });
  return (await Promise.all(read)).flatMap((entry) => (entry ? [entry] : []));
}

/** The files of a turn that were pictures when it was asked. */
function picturesOf(turn: Turn): readonly WantedFile[] {
  const { files = [], background = [] } = turn.material ?? {};
  const pictures = new Set(files.filter(({ kind }) => kind === 'image').map(({ ref }) => ref));
  return listFiles(turn, background).filter(({ ref }) => pictures.has(ref));
}
