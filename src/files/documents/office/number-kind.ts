/** The kinds of numbers that read differently from what a cell stores. */
export type NumberKind = 'date' | 'time' | 'date and time' | 'duration' | 'percent' | 'plain';

const MS_PER_DAY = 86_400_000;
/** 1970-01-01 as Excel counts days. */
const UNIX_EPOCH_DAY = 25_569;
/** The days between the two calendars of Excel: from 1900 and, on old Macs, from 1904. */
const MAC_SHIFT_DAYS = 1_462;
/** Excel takes 1900 for a leap year: earlier days than this one are one too many. */
const FALSE_LEAP_DAY = 60;
const MAX_DAY = 2_958_465;

/** The formats without a code of their own (ECMA-376, part 1, 18.8.30), those of East Asia too. */
function builtInKind(id: number): NumberKind {
  if (id === 9 || id === 10) return 'percent';
  if (id === 22) return 'date and time';
  if (id === 46) return 'duration';
  if ((id >= 18 && id <= 21) || id === 45 || id === 47 || (id >= 32 && id <= 35)) return 'time';
  const isDate = (id >= 14 && id <= 17) || (id >= 27 && id <= 36) || (id >= 50 && id <= 58);
  return isDate ? 'date' : 'plain';
}

/** The kind of a format by its id and, if the workbook defines it, by its code: `dd/mm/yyyy hh:mm`. */
export function numberKind(id: number, code: string | undefined): NumberKind {
  if (code === undefined) return builtInKind(id);
  const bare = (code.slice(0, 255).split(';', 1)[0] ?? '')
    .replace(/"[^"]*"?/g, '')
    .replace(/[\\_*]./g, '')
    .toLowerCase();
  if (/\[(h+|m+|s+)\]/.test(bare)) return 'duration';

  const letters = bare.replace(/\[[^\]]*\]/g, '').replace(/general|standard|am\/pm|a\/p/g, '');
  const hasTime = /[hs]/.test(letters);
  const hasDate = /[yd]/.test(letters) || (!hasTime && letters.includes('m'));
  if (hasDate) return hasTime ? 'date and time' : 'date';
  if (hasTime) return 'time';
  return letters.includes('%') ? 'percent' : 'plain';
}

/** A number as people read it. Dates are written as ISO 8601, which no country misreads. */
export function formatNumber(value: number, kind: NumberKind, isFrom1904: boolean): string {
  if (kind === 'percent') return `${round(value * 100)}%`;
  if (kind === 'duration') return formatDuration(value);
  const isDay = value >= 0 && value <= MAX_DAY;
  if (kind === 'plain' || !isDay) return String(round(value));

  const shifted = isFrom1904 ? value + MAC_SHIFT_DAYS : value;
  const day = shifted < FALSE_LEAP_DAY ? shifted + 1 : shifted;
  const seconds = Math.round(((day - UNIX_EPOCH_DAY) * MS_PER_DAY) / 1_000);
  const [date = '', time = ''] = new Date(seconds * 1_000).toISOString().split(/[T.]/);
  const shownTime = time.endsWith(':00') ? time.slice(0, 5) : time;
  if (kind === 'time' || value < 1) return shownTime;
  return kind === 'date' && time === '00:00:00' ? date : `${date} ${shownTime}`;
}

function formatDuration(days: number): string {
  const seconds = Math.round(Math.abs(days) * 86_400);
  const parts = [Math.floor(seconds / 3_600), Math.floor(seconds / 60) % 60, seconds % 60];
  const [hours = '', ...rest] = parts.map((part) => String(part).padStart(2, '0'));
  return `${days < 0 ? '-' : ''}${[hours, ...rest].join(':')}`;
}

/** Excel shows 15 digits: 0.1 + 0.2 is 0.3 there. */
function round(value: number): number {
  return Number(value.toPrecision(15));
}
