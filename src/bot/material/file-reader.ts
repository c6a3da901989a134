import type { Channel } from '../../contracts/chat-message.ts';
import type { DownloadedFile, FileContent, ReadLimits } from '../../contracts/files.ts';
import type { UnreadableFileReason } from '../../contracts/material.ts';
import type { Transcriber } from '../../contracts/transcriber.ts';
import { PlatformError } from '../../errors.ts';
import { channelKey } from '../../lib/channel-key.ts';
import type { Clock } from '../../lib/clock.ts';
import { createExpiringMap } from '../../lib/expiring-map.ts';
import { createFairSlots, type FairSlots } from '../../lib/fair-slots.ts';
import type { Log } from '../../lib/log.ts';
import { createSizedCache } from '../../lib/sized-cache.ts';
import { untilAborted } from '../../lib/until-aborted.ts';
import { isRecorded, type WantedFile } from './list-files.ts';
import type { MaterialSources } from './material-sources.ts';
import { createSharedWork } from './shared-work.ts';
import { type HearingAccount, transcribeWithinBudget } from './transcribe-within-budget.ts';

/** The content of a file, or the reason why there is none. */
export type ReadFile =
  | Exclude<FileContent, { kind: 'unreadable' }>
  | { readonly kind: 'unreadable'; readonly why: UnreadableFileReason };

/** Fetches files and reads them. All conversations share its limits for memory. Never rejects. */
export interface FileReader {
  read(
    channel: Channel,
    file: WantedFile,
    limits: ReadLimits,
    signal: AbortSignal,
  ): Promise<ReadFile>;
  /** Fetches a recording, and gives the words that are spoken in it. What is no recording is read. */
  transcribe(
    channel: Channel,
    file: WantedFile,
    limits: ReadLimits,
    account: HearingAccount,
    signal: AbortSignal,
  ): Promise<ReadFile | Transcript>;
}

interface Transcript {
  readonly kind: 'transcript';
  readonly text: string;
}

type UnreadFile = Extract<ReadFile, { kind: 'unreadable' }>;

/** Each file may have 25 MB, and is in memory until it is read. */
const MAX_FETCHES = 4;
/** They have slots of their own: a service may take minutes, and the pictures of others need not wait for it. */
const MAX_TRANSCRIPTIONS = 4;
/** A conversation has half of the slots at most: its files may be slow to come. */
const slotsOf = (count: number) => ({
  count,
  maxWaiting: 1_000,
  mostForOne: Math.ceil(count / 2),
});
/** Discord's limit for bots here; Telegram's is smaller. */
const MAX_FILE_BYTES = 25 * 1024 * 1024;
/** Pictures of the last questions: the next question of a conversation shows them again. */
const CACHE_BYTES = 48 * 1024 * 1024;

/** Each question wants the newest pictures again. For this time, one that is gone is not fetched again. */
const GONE_MS = 60 * 60_000;
const MAX_GONE = 1_000;

/** Creates the reader of a bot. */
export function createFileReader(
  { files, fetchFile, transcriber }: MaterialSources,
  { clock, log }: { readonly clock: Clock; readonly log: Log },
): FileReader {
  const gone = createExpiringMap<string, true>({ clock, maxEntries: MAX_GONE });
  const fetches = createFairSlots(slotsOf(MAX_FETCHES));
  const transcriptions = createFairSlots(slotsOf(MAX_TRANSCRIPTIONS));
  const cache = createSizedCache<Extract<FileContent, { kind: 'images' }>>(CACHE_BYTES);

  // Each hearing is paid for.
  const heard = createSharedWork<ReadFile | Transcript>({
    clock,
    isKept: ({ kind }) => kind === 'transcript',
  });

  /** Fetches a file and uses it. A fetch that hangs, whatever it does with its signal, keeps nothing waiting. */
  async function withFile<Result>(
    channel: Channel,
    { ref, name, mime, bytes }: WantedFile,
    slots: FairSlots,
    signal: AbortSignal,
    use: (file: DownloadedFile) => Promise<Result>,
  ): Promise<Result | UnreadFile> {
    if (bytes > MAX_FILE_BYTES) return unread('too large');
    const giveBack = await slots.take({ channel: channelKey(channel) }, signal);
    if (!giveBack) return unread('failed');

    const work = async () => use({ name, mime, bytes: await fetchFile(channel, ref, signal) });
    try {
      return (await untilAborted(work(), signal)) ?? unread('failed');
    } catch (error) {
      const why = reasonOf(error);
      if (!signal.aborted) {
        log.warn(
          { platform: channel.platform, why, error: String(error) },
          'material: a file failed',
        );
      }
      return unread(why);
    } finally {
      giveBack();
    }
  }

  return {
    async read(channel, file, limits, signal) {
      const { maxEdge, maxBytes } = limits.images;
      const key = JSON.stringify([channel.platform, file.ref, maxEdge, maxBytes]);
      const cached = cache.get(key);
      if (cached) return cached;
      const goneKey = JSON.stringify([channel.platform, file.ref]);
      if (gone.has(goneKey)) return unread('gone');

      const content = await withFile(channel, file, fetches, signal, (downloaded) =>
        files.read(downloaded, limits, signal),
      );
      if (content.kind === 'images') {
        const size = content.images.reduce((sum, { bytes }) => sum + bytes.length, 0);
        cache.set(key, content, size);
      }
      const isGone = content.kind === 'unreadable' && content.why === 'gone';
      if (isGone) gone.set(goneKey, true, GONE_MS);
      return content;
    },

    async transcribe(channel, file, limits, account, signal) {
      if (!transcriber) return unread('unheard');

      const key = JSON.stringify([channel.platform, file.ref]);
      const hearing = heard.share(key, signal, (whileWanted) =>
        withFile(channel, file, transcriptions, whileWanted, async (downloaded) => {
          const content = isRecorded(file)
            ? undefined
            : await files.read(downloaded, limits, whileWanted);
          if (content && !mayHaveWords(content, file)) return content;
          return hear({ transcriber, account }, downloaded, whileWanted);
        }),
      );
      return (await hearing) ?? unread('failed');
    },
  };
}

/** What is heard is settled by the account of the question that came first. */
async function hear(
  { transcriber, account }: { readonly transcriber: Transcriber; readonly account: HearingAccount },
  file: DownloadedFile,
  signal: AbortSignal,
): Promise<Transcript | UnreadFile> {
  const text = await transcribeWithinBudget(transcriber, file, account, signal);
  return text === undefined ? unread('spent') : { kind: 'transcript', text: text.trim() };
}

/** A service may know kinds of sound that nothing here knows. A video of an unknown kind is a silent one. */
function mayHaveWords(content: FileContent, { mime }: WantedFile): boolean {
  if (content.kind !== 'unreadable') return content.kind === 'audio';
  const isSilent = content.why === 'unknown kind' && mime.startsWith('video/');
  return content.why !== 'empty' && !isSilent;
}

function unread(why: UnreadableFileReason): UnreadFile {
  return { kind: 'unreadable', why };
}

function reasonOf(error: unknown): UnreadableFileReason {
  if (!(error instanceof PlatformError)) return 'failed';
  if (error.kind === 'gone') return 'gone';
  return error.kind === 'invalid' ? 'too large' : 'failed';
}
