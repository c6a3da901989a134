import type { Button, Controls } from '../../contracts/reply-surface.ts';

/** Telegram's limit for callback data. */
const MAX_DATA_BYTES = 64;
/** Ends the data of a button: the ids of the chat and of the person. */
const MARK = /@(-?\d+)\/(\d+)$/;

/** Adds the conversation to the data of buttons. A button whose data is too long then is left out. */
export function markGuest(controls: Controls, channelId: string): Controls {
  const mark = (button: Button) => ({ ...button, id: `${button.id}@${channelId}` });
  const fits = ({ id }: Button) => Buffer.byteLength(id) <= MAX_DATA_BYTES;
  return controls.map((row) => row.map(mark).filter(fits)).filter((row) => row.length > 0);
}

/** The reverse of `markGuest`. `undefined`: the data has no mark. */
export function readGuestMark(data: string) {
  const [mark, chatId, personId] = MARK.exec(data) ?? [];
  if (mark === undefined || chatId === undefined || personId === undefined) return undefined;
  return { id: data.slice(0, -mark.length), chatId, personId };
}
