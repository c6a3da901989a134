/** Writes a name as `parley.yaml` and tables do: `usdPerDay` as `usd_per_day`. */
export function toSnakeCase(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}
