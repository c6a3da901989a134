import type { Link } from 'mdast';
import type { AddressLimits, Look, Run } from './layout.ts';
import type { Span } from './layout-context.ts';
import { createAtomicRun } from './line.ts';

/** Without limits, an address of any length is shown. */
export const NO_ADDRESS_LIMITS: AddressLimits = {
  linked: Number.POSITIVE_INFINITY,
  shown: Number.POSITIVE_INFINITY,
};

/**
 * An address as text, which no page break divides. One that is too long becomes a short form, as
 * code, so that no network makes a link of it.
 */
export function addressRun(
  address: string,
  span: Span,
  look: Look,
  { shown }: AddressLimits = NO_ADDRESS_LIMITS,
): Run {
  if (address.length <= shown) return createAtomicRun(address, span, look);

  const { link: _, ...styles } = look;
  return createAtomicRun(shortenAddress(address), span, {
    ...styles,
    code: true,
    isShortened: true,
  });
}

/** The short form of an address in brackets, for the end of its label. */
export function shortAddressRuns(address: string, { to }: Span, look: Look): Run[] {
  const end = { from: to - 1, to };
  return [
    createAtomicRun(' (', end, look),
    addressRun(address, end, look, { linked: 0, shown: 0 }),
    createAtomicRun(')', end, look),
  ];
}

/** The host of an address and an ellipsis, or its scheme where it has no host. */
function shortenAddress(address: string): string {
  const [, scheme = '', host] =
    /^(?:([a-z][a-z\d+.-]{0,30}:)(?:\/\/(?:[^/?#@]*@)?([^/?#]{1,100}))?)?/i.exec(address) ?? [];
  return host ? `${host}/…` : `${scheme}…`;
}

/** An address without the backslashes of models that escape every sign. No address holds one. */
export function unescapeAddress(address: string): string {
  return address.replaceAll(/\\(?=[!-/:-@[-`{-~]|$)/g, '');
}

/** True for an address that was written without a label, as in `www.example.com`. */
export function isBareAddress({ url, children: [first, ...others] }: Link): boolean {
  if (first?.type !== 'text' || others.length > 0) return false;
  return ['', 'http://', 'https://', 'mailto:'].some((scheme) => url === scheme + first.value);
}
