/** Each format takes a millisecond to create. The settings bound their number. */
const formats = new Map<string, Intl.DateTimeFormat>();

const DATE = { weekday: 'long', day: 'numeric', month: 'long', year: 'numeric' } as const;
const TIME = { hour: '2-digit', minute: '2-digit' } as const;
const PARTS = { date: DATE, time: TIME, both: { ...DATE, ...TIME } };

/** Writes a moment for a model, in English. `both` names the offset of the zone too. */
export function formatMoment(ms: number, timeZone: string, part: keyof typeof PARTS): string {
  return formatOf(timeZone, part).format(ms);
}

function formatOf(timeZone: string, part: keyof typeof PARTS): Intl.DateTimeFormat {
  const key = `${part} ${timeZone}`;
  const existing = formats.get(key);
  if (existing) return existing;

  const zoneName = timeZone === 'UTC' ? 'short' : 'longOffset';
  const offset = part === 'both' ? ({ timeZoneName: zoneName } as const) : {};
  const format = new Intl.DateTimeFormat('en-GB', { timeZone, ...PARTS[part], ...offset });
  formats.set(key, format);
  return format;
}
