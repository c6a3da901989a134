/** How a command for messages is called in Discord's menu: `ask_about` is "Ask about". */
export function menuName(name: string): string {
  const words = name.replaceAll('_', ' ');
  return words.charAt(0).toUpperCase() + words.slice(1);
}
