const COUNTER = /^# TYPE (\S+)_total counter$/gm;

/**
 * Turns Prometheus' text into OpenMetrics: the family of a counter has no `_total`, nothing is blank, and the text
 * has an end. (prom-client 15.1.3 could do this too, but then it takes `_total` from the counters for good.)
 */
export function asOpenMetrics(text: string): string {
  const counters = new Set([...text.matchAll(COUNTER)].map(([, family]) => family));
  const lines = text.split('\n').filter((line) => line !== '');
  const described = lines.map((line) => {
    const [, start = '', name = '', rest = ''] = /^(# (?:HELP|TYPE) )(\S+)(.*)$/.exec(line) ?? [];
    const family = name.replace(/_total$/, '');
    return counters.has(family) ? `${start}${family}${rest}` : line;
  });
  return [...described, '# EOF', ''].join('\n');
}
