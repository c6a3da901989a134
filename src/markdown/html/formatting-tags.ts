/** The look of an element. */
export type Formatting =
  | 'strong'
  | 'emphasis'
  | 'delete'
  | 'code'
  | 'sub'
  | 'sup'
  | 'quotation'
  | 'link'
  | 'image'
  | 'break'
  | 'rule'
  | 'item'
  | 'row'
  | 'cell'
  | 'heading'
  /** Its content begins and ends a line. */
  | 'block'
  /** Only its content is shown. */
  | 'plain'
  /** Nothing is shown, and nothing belongs to it. */
  | 'nothing';

const ELEMENTS: Readonly<Record<Formatting, string>> = {
  strong: 'b strong mark u ins summary dt caption th',
  emphasis: 'i em cite dfn var figcaption',
  delete: 's del strike',
  code: 'code kbd samp tt pre',
  sub: 'sub',
  sup: 'sup',
  quotation: 'q',
  link: 'a',
  image: 'img',
  break: 'br',
  rule: 'hr',
  item: 'li',
  row: 'tr',
  cell: 'td',
  heading: 'h1 h2 h3 h4 h5 h6',
  block:
    'p div blockquote details section article header footer main figure ul ol dl dd table thead tbody tfoot center',
  plain: 'span small big font abbr label time',
  nothing: 'wbr',
};

const FORMATTING_OF: ReadonlyMap<string, Formatting> = new Map(
  Object.entries(ELEMENTS).flatMap(([formatting, names]) =>
    names.split(' ').map((name) => [name, formatting as Formatting] as const),
  ),
);

/** Elements without content. */
const VOID: readonly Formatting[] = ['image', 'break', 'rule', 'nothing'];
/** Elements around others: their tags alone on a line show nothing, whatever is between them. */
const WRAPPER: readonly string[] = [
  ...'p div details section article header footer main figure'.split(' '),
  ...'ul ol dl table thead tbody tfoot tr center'.split(' '),
];
/** Elements that begin a line of their own. */
const ON_OWN_LINE: readonly string[] = ['summary', 'dt', 'caption', 'figcaption', 'pre'];

/** Tells if this name of a tag formats. `<Header>` is a component, and `<T>` alone is a type. */
export function isFormattingTag(name: string): boolean {
  const isInOneCase = name === name.toLowerCase() || name === name.toUpperCase();
  return isInOneCase && FORMATTING_OF.has(name.toLowerCase());
}

/** A tag, or a comment. */
export interface Tag {
  /** In small letters. Empty: a comment. */
  readonly name: string;
  readonly isClosing: boolean;
  readonly formatting: Formatting;
  readonly isVoid: boolean;
  readonly isWrapper: boolean;
  readonly isOnOwnLine: boolean;
  attribute(name: string): string | undefined;
}

/** Reads a tag of a known name, or a comment. */
export function readTag(source: string): Tag {
  const [, slash, written = ''] = /^<(\/?)([a-zA-Z\d]*)/.exec(source) ?? [];
  const name = written.toLowerCase();
  const formatting = FORMATTING_OF.get(name) ?? 'nothing';

  return {
    name,
    isClosing: slash === '/',
    formatting,
    isVoid: VOID.includes(formatting),
    isWrapper: WRAPPER.includes(name),
    isOnOwnLine: ON_OWN_LINE.includes(name),
    attribute: (attribute) => {
      const pattern = new RegExp(`\\s${attribute}\\s*=\\s*(?:"([^"]*)"|'([^']*)'|([^\\s>]+))`, 'i');
      return pattern
        .exec(source)
        ?.slice(1)
        .find((value) => value !== undefined);
    },
  };
}
