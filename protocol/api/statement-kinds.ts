/** Ways in which money comes to a contract, as the ledger keeps them. Free of imports, so that the page can list them. */
export const topUpMethods = ['bank-card', 'sbp', 'mobile', 'wallet', 'terminal', 'cash-desk', 'transfer'] as const;

/** Kinds of lines a person filters by. */
export const statementKinds = ['charges', 'payments', 'promises', 'other'] as const;
