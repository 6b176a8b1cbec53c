/** A holder as the operator's records or a person have them. Null or empty patronymic: none. */
export interface HolderName {
  readonly surname: string;
  readonly firstName: string;
  readonly patronymic: string | null;
}

/** The facts that a completion is judged by; `contract` is null where there is none of the number given. */
export interface CompletionFacts {
  readonly contract: (HolderName & { readonly closed: boolean }) | null;
  /** Contract that the card given belongs to; null: no such card. */
  readonly contractOfCard: string | null;
  /** Whether another account has the contract. */
  readonly boundElsewhere: boolean;
}

/** What the person typed. */
export interface CompletionClaim extends HolderName {
  readonly contractNumber: string;
}

/**
 * Latin letters that look like Cyrillic ones in capitals or in small letters, all small: somebody whose keyboard is in
 * the other alphabet, or a clerk of long ago, wrote one for the other. Capital and small letter are one letter here,
 * so B (В) takes b along, and H (Н) takes h.
 */
const CYRILLIC_OF = new Map(Array.from('abekmhopctyx', (latin, index) => [latin, 'авекмнорстух'.charAt(index)]));

/**
 * A name by its letters alone: without regard to case, blanks, hyphens and apostrophes of any kind, stress marks, ё/е,
 * look-alikes of the two alphabets, and to whether й is one character or two.
 */
export function lettersOf(name: string): string {
  const composed = name.normalize('NFKC').toLowerCase().normalize('NFC');
  // Modifier letters (Lm) are where ʼ hides; marks that stand alone after composing are stress marks.
  const letters = composed.replace(/[^\p{Ll}\p{Lu}\p{Lt}\p{Lo}\p{N}]/gu, '').replace(/[ёë]/g, 'е');
  return Array.from(letters, (letter) => CYRILLIC_OF.get(letter) ?? letter).join('');
}

/** Whether two ways of writing a holder mean the same person. A name of no letters is nobody's. */
export function sameHolder(one: HolderName, other: HolderName): boolean {
  const surname = lettersOf(one.surname);
  const firstName = lettersOf(one.firstName);
  // All are compared before any is judged.
  const same = [
    surname !== '' && surname === lettersOf(other.surname),
    firstName !== '' && firstName === lettersOf(other.firstName),
    lettersOf(one.patronymic ?? '') === lettersOf(other.patronymic ?? ''),
  ];
  return same.every(Boolean);
}

const NOBODY: HolderName = { surname: '', firstName: '', patronymic: null };

/** Whether the claim is good: the contract's holder, a card of that contract, and neither closed nor taken. */
export function completionMatches(claim: CompletionClaim, facts: CompletionFacts): boolean {
  const holder = sameHolder(facts.contract ?? NOBODY, claim);
  const card = facts.contractOfCard === claim.contractNumber;
  const open = facts.contract !== null && !facts.contract.closed;
  return holder && card && open && !facts.boundElsewhere;
}
