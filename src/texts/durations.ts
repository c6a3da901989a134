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

/** A duration, as exact as people need it: `0.8 s`, `12 s`, `5 min`, `3 h`, `2 days`. */
export function durationInWords(ms: number, language: Language): string {
  const { s, min, h } = UNITS[language];
  const seconds = ms / 1_000;
  if (seconds < 9.95) {
    // Whole seconds were planned, not measured.
    const minimumFractionDigits = ms > 0 && ms % 1_000 === 0 ? 0 : 1;
    const tenths = new Intl.NumberFormat(language, {
      minimumFractionDigits,
      maximumFractionDigits: 1,
    });
    // No event takes no time at all.
    return `${tenths.format(Math.max(seconds, 0.1))} ${s}`;
  }
  if (seconds < 90) return `${Math.round(seconds)} ${s}`;

  const minutes = seconds / 60;
  if (minutes < 90) return `${Math.round(minutes)} ${min}`;

  const hours = minutes / 60;
  return hours < 36 ? `${Math.round(hours)} ${h}` : daysInWords(Math.round(hours / 24), language);
}

function daysInWords(days: number, language: Language): string {
  const { days: unit } = UNITS[language];
  if (unit) return `${days} ${unit}`;

  const options = { style: 'unit', unit: 'day', unitDisplay: 'long' } as const;
  return new Intl.NumberFormat(language, options).format(days);
}
