/** Where a server was to listen. `name` begins its variables: `CONSOLE`. */
interface ListeningPlace {
  readonly name: string;
  readonly host: string;
  readonly port: number;
}

/** Says why a server cannot listen, which variable is wrong, and what helps. */
export function explainListening(
  error: NodeJS.ErrnoException,
  { name, host, port }: ListeningPlace,
): string {
  const noAddress = `${name}_HOST: this machine has no address ${host}. Write 127.0.0.1 for this machine alone, or 0.0.0.0 for all networks.`;
  const sentences: Readonly<Record<string, string>> = {
    EADDRINUSE: `${name}_PORT: another program listens on port ${port} of ${host}. End it, or choose another port.`,
    EACCES: `${name}_PORT: Parley may not listen on port ${port}. Choose one above 1023.`,
    EADDRNOTAVAIL: noAddress,
    ENOTFOUND: noAddress,
  };
  return (
    sentences[error.code ?? ''] ??
    `${name}_HOST: Parley cannot listen on ${host}: ${error.message}.`
  );
}
