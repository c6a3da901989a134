/**
 * Shows a name from outside as Markdown code on one line, where nothing in it is a link, a mention or formatting.
 * `unnamed` stands for a name without any letter.
 */
export function inCode(name: string, unnamed = '?'): string {
  return `\`${name.replace(/[`\s]+/g, ' ').trim() || unnamed}\``;
}
