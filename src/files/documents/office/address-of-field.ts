/** The address in the instruction of a field of Word: `HYPERLINK "https://…"`. */
export function addressOfField(instruction: string): string | undefined {
  return /^\s*HYPERLINK\s+"?([^"\s]+)/i.exec(instruction)?.[1];
}
