/** Kinds of lines a person filters by. Free of imports, so that the page can list them. */
export const statementKinds = ['charges', 'payments', 'promises', 'other'] as const;
