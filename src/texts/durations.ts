import type { Language } from '../contracts/language.ts';

/** The short forms of the units. Days are written out, by `Intl` where they are absent. */
interface Units {
  readonly s: string;
  readonly min: string;
  readonly h: string;
  readonly days?: string;
}

const LATIN_UNITS: Units = { s: 's', min: 'min', h: 'h' };
const UNITS: Readonly<Record<Language, Units>> = {
  en: LATIN_UNITS,
  de: { s: 'Sek.', min: 'Min.', h: 'Std.' },
  ru: { s: 'с', min: 'мин', h: 'ч' },
  es: LATIN_UNITS,
  'pt-BR': LATIN_UNITS,
  'zh-CN': { s: '秒', min: '分钟', h: '小时', days: '天' },
};

const SECOND_MS = 1_000;
const MINUTE_MS = 60 * SECOND_MS;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;
/** The units of longer durations come first. */
const SIZES = [
  { fromMs: 36 * HOUR_MS, unitMs: DAY_MS },
  { fromMs: 90 * MINUTE_MS, unitMs: HOUR_MS },
  { fromMs: 90 * SECOND_MS, unitMs: MINUTE_MS },
];
const NEARLY_TEN_SECONDS_MS = 9_950;

/** A duration, as exact as people need it: `0.8 s`, `12 s`, `5 min`, `3 h`, `2 days`. */
export function durationInWords(ms: number, language: Language): string {
  const { s, min, h } = UNITS[language];
  if (ms < NEARLY_TEN_SECONDS_MS) {
    // Whole seconds were planned, not measured.
    const minimumFractionDigits = ms > 0 && ms % SECOND_MS === 0 ? 0 : 1;
    const tenths = new Intl.NumberFormat(language, {
      minimumFractionDigits,
      maximumFractionDigits: 1,
    });
    // No event takes no time at all.
    return `${tenths.format(Math.max(ms / SECOND_MS, 0.1))} ${s}`;
  }

  const unitMs = unitOf(ms);
  const count = Math.round(ms / unitMs);
  if (unitMs === DAY_MS) return daysInWords(count, language);
  const unit = unitMs === HOUR_MS ? h : min;
  return `${count} ${unitMs === SECOND_MS ? s : unit}`;
}

/** The next longer duration that can be said exactly: who comes back after it must not come too early. */
export function roundUpDuration(ms: number): number {
  const unitMs = unitOf(ms);
  return Math.ceil(ms / unitMs) * unitMs;
}

function unitOf(ms: number): number {
  return SIZES.find(({ fromMs }) => ms >= fromMs)?.unitMs ?? SECOND_MS;
}

function daysInWords(days: number, language: Language): string {
  const { days: unit } = UNITS[language];
  if (unit) return `${days} ${unit}`;

  const options = { style: 'unit', unit: 'day', unitDisplay: 'long' } as const;
  return new Intl.NumberFormat(language, options).format(days);
}
