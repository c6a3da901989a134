/** Formats a time as hours and minutes of the local time zone. */
export function formatClockTime(time: Date): string {
  return time.toLocaleTimeString([], { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' });
}
