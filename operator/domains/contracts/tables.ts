export type ContractStatus = 'active' | 'blocked' | 'suspended' | 'closed';

/** A subscriber's contract. The name given by the subscriber is stored per account (`account_contracts`). */
export interface ContractTable {
  number: string;
  surname: string;
  first_name: string;
  patronymic: string | null;
  address: string;
  signed_on: string;
  status: ContractStatus;
  /** Last change of `status`, ms UTC. */
  status_since: number;
  /** First day with reception after a suspension. Null unless suspended. */
  resumes_on: string | null;
  phone: string | null;
  email: string | null;
}

/** A package on a contract. Days are inclusive; `ends_on` null: until further notice. */
export interface ContractPackageTable {
  contract_number: string;
  package_id: string;
  starts_on: string;
  ends_on: string | null;
}

export interface CardTable {
  number: string;
  contract_number: string;
  place_ru: string;
  place_en: string;
  place_sv: string;
  receiver: string;
}

declare module '../../platform/database/schema.ts' {
  interface Database {
    contracts: ContractTable;
    contract_packages: ContractPackageTable;
    cards: CardTable;
  }
}
