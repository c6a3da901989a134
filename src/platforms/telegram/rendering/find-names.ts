import { TOP_LEVEL_DOMAINS } from '../../../lib/top-level-domains.ts';

/** A name in a text, in UTF-16 units. */
interface FoundName {
  readonly index: number;
  readonly name: string;
}

/**
 * An address with its scheme, or a word with dots that Telegram may take for a host. Telegram finds
 * no host behind these signs, and takes a word before an `@` for a part of a mail address (TDLib,
 * `match_urls` in MessageEntity.cpp).
 */
const DOTTED_WORD =
  /(?<!\p{L})\p{L}{1,20}:\/\/\S+|(?<![\p{L}\p{N}_@/#.~-])[\p{L}\p{N}_~-]+(?:\.[\p{L}\p{N}_~-]+)+(?![\p{L}\p{N}_.~-]*@)/gu;

/**
 * The endings of sites. All other top-level domains are also words of programs or endings of files,
 * and a word that ends in one of them is a name far more often than a site.
 */
const SITE_ENDINGS: ReadonlySet<string> = new Set(
  `
  com org net edu gov mil eu io ai app dev co me tv gg ly be
  academy agency berlin blog cloud coop foundation guru hamburg land london mobi museum news ninja
  nyc paris pizza rocks shop social tech tokyo wien wiki world
  ae ar au bg br ca ch cn cz de dk ee eg es fi fr gr hk hr hu ie il ir it jp ke kr kz li lt lu lv mx
  ng nl no nz pe ph ro ru sa se sg si sk th tr tw ua uk us uy ve vn za
  `
    .trim()
    .split(/\s+/),
);
/** Endings that only sites have. */
const CLEAR_ENDINGS: ReadonlySet<string> = new Set(['com', 'org', 'edu', 'gov', 'mil', 'eu']);
/** Sites that people know although their endings are those of names. */
const KNOWN_SITES: ReadonlySet<string> = new Set(
  'docs.rs lib.rs brew.sh bun.sh esm.sh astral.sh dev.to notion.so archive.is orf.at sr.ht'.split(
    ' ',
  ),
);
/** A site of a country whose ending alone would be that of a name, as in `example.co.in`. */
const SECOND_LEVEL = /\.(?:ac|co|com|edu|go|gov|ne|net|or|org)\.[a-z]{2}$/;
/** Words of programs before a property, as in `this.app` or `java.net`. */
const OWNER =
  /^(?:app|cls|console|ctx|document|event|exports|item|java|javax|module|np|obj|os|process|props|req|res|self|state|super|sys|this|torch|user|window)\.[^.]+$/;
/** A program of macOS, as in `Safari.app`. */
const MAC_PROGRAM = /^\p{Lu}[^.]*\.app$/u;

/**
 * Finds the names of files, methods and the like that Telegram would turn into links, because they
 * end in a top-level domain.
 */
export function findNames(text: string): readonly FoundName[] {
  if (!text.includes('.')) return [];

  return [...text.matchAll(DOTTED_WORD)]
    .map(({ index, 0: name }) => ({ index, name }))
    .filter(({ name }) => !name.includes('://') && endsInDomain(name) && !isSite(name));
}

/** A domain may have capitals, but not only as its first letter: a new sentence begins so. */
function endsInDomain(name: string): boolean {
  const ending = name.slice(name.lastIndexOf('.') + 1);
  const isCapitalised = /^\p{Lu}\p{Ll}+$/u.test(ending);
  return !isCapitalised && TOP_LEVEL_DOMAINS.has(ending.toLowerCase());
}

function isSite(name: string): boolean {
  const ending = name.slice(name.lastIndexOf('.') + 1);
  if (/^www\./i.test(name) || CLEAR_ENDINGS.has(ending)) return true;
  if (KNOWN_SITES.has(name) || SECOND_LEVEL.test(name)) return true;
  return SITE_ENDINGS.has(ending) && !OWNER.test(name) && !MAC_PROGRAM.test(name);
}
