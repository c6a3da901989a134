/** Tells whether the address of a store is that of a PostgreSQL database, which several processes may share. */
export function isPostgresUrl(url: string): boolean {
  return /^postgres(ql)?:/i.test(url);
}
