/** The platform whose limit a scope is: `discord` for `discord:123`; see `EditBudget.scope`. */
export function platformOfScope(scope: string): string {
  return scope.split(':', 1)[0] ?? scope;
}
