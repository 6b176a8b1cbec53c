/** Marks a branch that types prove unreachable; reached at run time it means a value the schema did not know. */
export function assertNever(value: never): never {
  throw new Error(`Unexpected value: ${JSON.stringify(value)}`);
}
