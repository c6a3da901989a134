import type { ProviderEvent } from '../../../contracts/provider.ts';
import { takeApart } from '../body/take-apart.ts';
import { isTerminalFrame, TERMINAL_FRAME } from '../body/terminal-frame.ts';
import { UnreadableFrame } from '../body/unreadable-frame.ts';
import { WireFault } from '../wire-fault.ts';

/** The reading of a protocol's frames. */
export interface FrameReading {
  /** The events of one frame, in order. Throws a `WireFault` when the frame reports a failure. */
  readonly decode: FrameDecoder;
  /** The events of a complete body's end, for protocols that have no other sign of the end. */
  readonly atEnd?: () => readonly ProviderEvent[];
}

/** The end that a terminal frame stands for. Nothing but usage follows it. */
export const TERMINAL_END = { type: 'end', reason: 'other', raw: TERMINAL_FRAME } as const;

/** The events of one frame. Throws a `WireFault` when the frame reports a failure. */
export type FrameDecoder = (frame: string) => readonly ProviderEvent[];

/** Hears of frames that are not in the words of their protocol. */
interface OddFrameListener {
  /** A frame was taken apart, into this many parts. */
  onOddFrame(parts: number): void;
  /** A part of such a frame cannot be read either, and is skipped. */
  onUnreadable(part: string): void;
}

/**
 * Decodes frames as their protocol does. A frame that cannot be read is taken apart, and the parts
 * that cannot be read either are skipped.
 */
export function createFrameDecoder(
  { decode, atEnd }: FrameReading,
  listener: OddFrameListener,
): FrameDecoder {
  const hasTerminalFrame = atEnd === undefined;

  const tryDecode = (frame: string): readonly ProviderEvent[] | undefined => {
    if (hasTerminalFrame && isTerminalFrame(frame)) return [TERMINAL_END];

    try {
      return decode(frame);
    } catch (error) {
      // A decoder that stumbles over the shape of a frame cannot read it either.
      if (error instanceof WireFault && !(error instanceof UnreadableFrame)) throw error;
      return undefined;
    }
  };

  const decodePart = (part: string): readonly ProviderEvent[] => {
    const events = tryDecode(part);
    if (!events) listener.onUnreadable(part);
    return events ?? [];
  };

  return (frame) => {
    const events = tryDecode(frame);
    if (events) return events;

    const parts = takeApart(frame);
    listener.onOddFrame(parts.length);
    return parts.flatMap(decodePart);
  };
}
