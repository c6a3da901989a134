/** Longer addresses hold data, and are longer than the text around them. */
const LONGEST_SHOWN_ADDRESS = 300;

/** True if people can read an address, and learn more from it than from its label. */
export function saysMore(address: string, label: string): boolean {
  return isReadable(address) && !saysTheSame(address, label);
}

/** A telephone number may have spaces and brackets in the label only. */
function saysTheSame(address: string, label: string): boolean {
  const shown = address.startsWith('tel:') ? label.replaceAll(/[\s()./-]/g, '') : label;
  return address.endsWith(shown);
}

function isReadable(address: string): boolean {
  return address !== '' && address.length <= LONGEST_SHOWN_ADDRESS && !address.startsWith('data:');
}
