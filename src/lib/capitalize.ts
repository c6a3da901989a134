/** Makes the first letter of a label large, where its script has large letters. */
export function capitalize(label: string): string {
  const [first = '', ...rest] = label;
  return first.toUpperCase() + rest.join('');
}
