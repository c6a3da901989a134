import type { ProviderErrorKind } from '../../../contracts/provider.ts';

/** A connection that failed before there was a status. */
interface ConnectionProblem {
  readonly kind: ProviderErrorKind;
  /** Continues a sentence that begins with the name of the provider. */
  readonly problem: string;
  /** Says what a person can do; `BASE_URL` stands for the name of the variable. */
  readonly cure?: string;
}

const CERTIFICATE_CURE =
  'If it is a server of your own, name the file with its certificate in NODE_EXTRA_CA_CERTS.';
const HTTPS_CURE =
  'Check BASE_URL, and that it runs. If it waits for TLS, begin BASE_URL with https://.';
const UNKNOWN_ISSUER: ConnectionProblem = {
  kind: 'connect',
  problem: 'has a certificate from an unknown issuer',
  cure: CERTIFICATE_CURE,
};

/** By the codes of Node, OpenSSL and undici. */
const PROBLEMS: Readonly<Record<string, ConnectionProblem>> = {
  ERR_SSL_WRONG_VERSION_NUMBER: {
    kind: 'connect',
    problem: 'does not speak TLS there',
    cure: 'Begin BASE_URL with http:// if the server is nearby, or check its port.',
  },
  DEPTH_ZERO_SELF_SIGNED_CERT: {
    kind: 'connect',
    problem: 'has a self-signed certificate',
    cure: CERTIFICATE_CURE,
  },
  SELF_SIGNED_CERT_IN_CHAIN: UNKNOWN_ISSUER,
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: UNKNOWN_ISSUER,
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: UNKNOWN_ISSUER,
  CERT_HAS_EXPIRED: {
    kind: 'connect',
    problem: 'has a certificate that has expired',
    cure: 'Renew it, or check the clock of this machine.',
  },
  CERT_NOT_YET_VALID: {
    kind: 'connect',
    problem: 'has a certificate that is not valid yet',
    cure: 'Check the clock of this machine.',
  },
  ERR_TLS_CERT_ALTNAME_INVALID: {
    kind: 'connect',
    problem: 'has a certificate for another name',
    cure: 'Check the name of the server in BASE_URL.',
  },
  ENOTFOUND: {
    kind: 'connect',
    problem: 'could not be reached (ENOTFOUND): no server has this name',
    cure: 'Check BASE_URL, and the network of this machine.',
  },
  UND_ERR_HEADERS_OVERFLOW: {
    kind: 'protocol',
    problem: 'answered with too many headers',
    cure: 'Check BASE_URL: the server there does not answer as a model service does.',
  },
  UND_ERR_RES_CONTENT_LENGTH_MISMATCH: {
    kind: 'protocol',
    problem: 'answered with a wrong content-length',
  },
};

/**
 * Describes why there was no answer at all.
 *
 * @param isTls The address begins with https.
 */
export function describeConnection(error: unknown, isTls: boolean): ConnectionProblem {
  // undici gives this error no code.
  if (error instanceof Error && error.name === 'HTTPParserError') {
    return {
      kind: 'protocol',
      problem: 'does not speak HTTP there',
      cure: 'Check the port in BASE_URL.',
    };
  }

  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  const problemOfCode = PROBLEMS[code];
  if (problemOfCode) return problemOfCode;

  const codeInBrackets = /^\w+$/.test(code) && code !== 'undefined' ? ` (${code})` : '';
  // A server that waits for TLS closes the connection at the first byte of plain HTTP.
  const mayWaitForTls = !isTls && code === 'UND_ERR_SOCKET';
  return {
    kind: 'connect',
    problem: `could not be reached${codeInBrackets}`,
    ...(mayWaitForTls ? { cure: HTTPS_CURE } : {}),
  };
}
