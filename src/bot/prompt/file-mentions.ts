import type { AttachmentRef } from '../../contracts/chat-message.ts';
import type { FileReading } from '../../contracts/material.ts';
import type { PromptAudio, PromptImage } from '../../contracts/provider.ts';
import { cutEnd } from '../../lib/cut-end.ts';
import { durationInWords } from '../../texts/durations.ts';
import type { PromptMedia } from '../material/prompt-media.ts';
import { escapeFrames, fence, frame, quoteLines } from './frame.ts';

/** Writes what a model reads of the files of one question, and collects what it sees and hears of them. */
export interface FileMentions {
  /** Gives the lines in place of a file. */
  mention(attachment: AttachmentRef): string;
  /** The texts of the mentioned files, each under its name. They come last: a cut at the end costs no words. */
  contents(): readonly string[];
  /** In the order of their numbers. */
  readonly images: readonly PromptImage[];
  readonly audio: readonly PromptAudio[];
}

/** The most pictures and recordings that go along. The others are told in words. */
export interface MediaLimits {
  readonly images: number;
  readonly audio: number;
}

export const ALL_MEDIA: MediaLimits = { images: Infinity, audio: Infinity };

const MAX_NAME_CHARACTERS = 100;

/** Creates the mentions for the readings of one question. */
export function createFileMentions(
  readings: readonly FileReading[],
  media: PromptMedia,
  limits: MediaLimits = ALL_MEDIA,
): FileMentions {
  const byRef = new Map(readings.map((reading) => [reading.ref, reading]));
  const images: PromptImage[] = [];
  const audio: PromptAudio[] = [];
  const contents: string[] = [];
  /** A file may be mentioned twice: in the message, and in another one that quotes it. */
  const mentions = new Map<string, string>();

  function describe(attachment: AttachmentRef): string {
    const { ref, stillRef } = attachment;
    const reading = byRef.get(ref);
    const still = stillRef === undefined ? undefined : byRef.get(stillRef);
    const label = labelOf(attachment);
    if (reading?.kind === 'transcript') return showStill(still) + quoteTranscript(reading, label);
    if (still?.kind === 'image') {
      return showStill(still) + frame(`${label}: only this still picture of it is here`);
    }
    if (!reading) return frame(`not readable: ${label}`);

    switch (reading.kind) {
      case 'text': {
        // The network takes a `main.ts` for a video.
        const { sentAs: _, ...file } = attachment;
        return addContent(reading, labelOf(file));
      }
      case 'image':
        return showPictures(ref, label);
      case 'audio':
        return playRecording(ref, label);
      case 'unreadable':
        return frame(`not readable: ${label} (${reading.why})`);
    }
  }

  /** The lines of a still picture, above those of its video. */
  function showStill(still: FileReading | undefined): string {
    if (still?.kind !== 'image') return '';
    return `${showPictures(still.ref, `still of ${shortName(still.name)}`)}\n`;
  }

  function quoteTranscript(
    { text, cut }: Extract<FileReading, { kind: 'transcript' }>,
    label: string,
  ): string {
    if (text.trim() === '') return frame(`${label}: nobody speaks in it`);
    const extent = cut === undefined ? '' : `, ${cut}`;
    return `${frame(`${label}, the words that are spoken in it${extent}:`)}\n${quoteLines(escapeFrames(text))}`;
  }

  function addContent(
    { text, language, cut }: Extract<FileReading, { kind: 'text' }>,
    label: string,
  ): string {
    const title = `file ${contents.length + 1}: ${label}`;
    const extent = cut === undefined ? '' : `, ${cut}`;
    contents.push(`${frame(`${title}${extent}`)}\n${fence(escapeFrames(text), language)}`);
    return frame(`${title}, see below`);
  }

  function showPictures(ref: string, label: string): string {
    const { images: given = [], cut } = media.get(ref) ?? {};
    if (given.length === 0) return frame(`picture, not shown: ${label}`);

    const shown = given.slice(0, limits.images - images.length);
    if (shown.length === 0) return frame(`picture, left out because it does not fit: ${label}`);

    images.push(...shown);
    const last = images.length;
    const first = last - shown.length + 1;
    const number = first === last ? `picture ${first}` : `pictures ${first} to ${last}`;
    const omitted = given.length - shown.length;
    const rest = omitted === 0 ? undefined : `${omitted} more do not fit`;
    return frame([`${number}: ${label}`, cut, rest].filter(Boolean).join(', '));
  }

  function playRecording(ref: string, label: string): string {
    const recording = media.get(ref)?.audio;
    if (!recording) return frame(`cannot be heard: ${label}`);
    if (audio.length >= limits.audio) {
      return frame(`recording, left out because it does not fit: ${label}`);
    }

    audio.push(recording);
    return frame(`recording ${audio.length}: ${label}`);
  }

  return {
    mention(attachment) {
      const mention = mentions.get(attachment.ref) ?? describe(attachment);
      mentions.set(attachment.ref, mention);
      return mention;
    },
    contents: () => contents,
    images,
    audio,
  };
}

/** As `voice message, 12 s` or `log.txt`. */
function labelOf({ name, sentAs, durationMs }: AttachmentRef): string {
  const kind = sentAs === 'voice' ? 'voice message' : sentAs;
  // The names of voice messages and stickers are made up.
  const isNamed = sentAs === undefined || sentAs === 'audio' || sentAs === 'video';
  const title = isNamed ? [kind, shortName(name)].filter(Boolean).join(' ') : (kind ?? '');
  return durationMs === undefined ? title : `${title}, ${durationInWords(durationMs, 'en')}`;
}

function shortName(name: string): string {
  return name.length <= MAX_NAME_CHARACTERS ? name : `${cutEnd(name, MAX_NAME_CHARACTERS)}…`;
}
