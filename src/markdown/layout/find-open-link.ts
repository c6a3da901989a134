/** A link, an image or a bare address at the end of a text that goes on. */
interface OpenLink {
  readonly offset: number;
  /** Its beginning, to be parsed before the rest of the address. */
  readonly opening: string;
  /** The address holds the data of an image or a file; such an address is never shown. */
  readonly holdsData: boolean;
}

const OPEN_LINK = /(?:!?\[[^[\]\n]{0,200}\]\(|https?:\/\/)[^\s()<>[\]`*~|\\]*$/;
/** Enough of an address to see that it holds data. */
const KEPT_ADDRESS = 40;

/** Finds the link at the end of a text whose address has no end yet. */
export function findOpenLink(text: string): OpenLink | undefined {
  const match = OPEN_LINK.exec(text);
  if (!match) return undefined;

  const [link] = match;
  const addressStart = link.indexOf('](') + 2;
  return {
    offset: match.index,
    opening: link.slice(0, addressStart + KEPT_ADDRESS),
    holdsData: link.startsWith('data:', addressStart),
  };
}
