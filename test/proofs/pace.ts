import {
  aimMs,
  chatsAtOnce,
  type ManyChatsResult,
  newChatsBesideGrowing,
  p99,
  simulateChats,
} from '../replies/many-chats.ts';
import { checkPace, SETTINGS } from '../replies/pace-property.ts';

const SCHEDULES_EACH = 1_000;
const CHATS_AT_ONCE = [1, 50, 100, 300, 1_000];
const NEW_CHATS_PER_SECOND = [2, 5];
/** New chats beside growing ones leave calls free, so first words need not wait for the limit. */
const LONGEST_FIRST_WORDS_MS = 300;

export const usualMinutes = 1;

/**
 * Random replies on every model of a limiter: no call is over a limit or during a penalty, and every final
 * text arrives once and whole. Then many chats on the model of Telegram's limits: first words and final
 * texts wait little longer than the limit demands, and each write is rendered once.
 */
export async function proof(): Promise<void> {
  const seed = Date.now() % 2 ** 31;
  for (const name of Object.keys(SETTINGS) as (keyof typeof SETTINGS)[]) {
    const { schedules, replies, calls, faults } = await checkPace(name, SCHEDULES_EACH, seed);
    process.stdout.write(
      `pace: ${name}: ${schedules} schedules, ${replies} replies, ${calls} calls with ${faults} faults: no call was too many or during a penalty, every final text was there once and whole (seed ${seed})\n`,
    );
  }

  for (const count of CHATS_AT_ONCE) {
    const result = await simulateChats(chatsAtOnce(count));
    report(`${count} chats at once`, result, aimMs(count));
  }
  for (const perSecond of NEW_CHATS_PER_SECOND) {
    const result = await simulateChats(newChatsBesideGrowing(perSecond));
    report(`${perSecond} new chats a second beside 100`, result, LONGEST_FIRST_WORDS_MS);
  }
}

/** @throws When first words or ends come later than `aim`, in milliseconds. */
function report(name: string, result: ManyChatsResult, aim: number): void {
  const { firstWordsMs, endsMs, gapsMs, writes, renders, deltas } = result;
  const seconds = (times: readonly number[]) => (p99(times) / 1_000).toFixed(2);
  process.stdout.write(
    `pace: ${name}: first words ${seconds(firstWordsMs)} s (aim ${aim / 1_000} s), ends ${seconds(endsMs)} s, between two edits ${seconds(gapsMs)} s (99th percentiles); ${deltas} deltas, ${writes} writes, ${renders} renderings\n`,
  );
  if (p99(firstWordsMs) > aim) throw new Error(`${name}: the first words come too late.`);
  if (p99(endsMs) > aim) throw new Error(`${name}: the ends come too late.`);
  if (renders !== writes) throw new Error(`${name}: a page was rendered and not written.`);
}
