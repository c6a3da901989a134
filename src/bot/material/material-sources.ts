import type { Channel } from '../../contracts/chat-message.ts';
import type { Files } from '../../contracts/files.ts';
import type { MessageArchive } from '../../contracts/message-archive.ts';
import type { Transcriber } from '../../contracts/transcriber.ts';

/** The places that the material of questions comes from. */
export interface MaterialSources {
  readonly files: Pick<Files, 'read'>;
  /** As `Platform.fetch`, of the platform of this channel. */
  fetchFile(channel: Channel, ref: string, signal: AbortSignal): Promise<Uint8Array>;
  /** Absent: recordings are not transcribed. */
  readonly transcriber?: Transcriber | undefined;
  /** As `Platform.archive`, of the platform of this channel. */
  archiveOf?(channel: Channel): MessageArchive | undefined;
}

/** For a bot that reads nothing but words. */
export const NO_MATERIAL_SOURCES: MaterialSources = {
  files: { read: async () => ({ kind: 'unreadable', why: 'unknown kind' }) },
  fetchFile: async () => new Uint8Array(),
};
