/** English words of the completion of a registration. */
export const en = {
  title: 'Link your contract',
  heading: 'One step is left: your contract',
  sub: 'Enter what stands in your papers, once. Then you see here whether you can watch, and until when.',
  contract: 'Contract number',
  contractHint: '10 digits, at the top of the contract',
  contractMissing: 'Enter the contract number.',
  contractOdd: 'A contract number has 10 digits; there are {n} so far.',
  surname: 'Surname',
  surnameMissing: 'Enter the surname.',
  firstName: 'First name',
  firstNameMissing: 'Enter the first name.',
  patronymic: 'Patronymic',
  patronymicHint: 'Leave it empty if the contract has none',
  card: 'Smart card number',
  cardHint: '12 digits, on the card in the receiver',
  cardMissing: 'Enter the smart card number.',
  cardOdd: 'A card number has 12 digits; there are {n} so far.',
  holder: 'Names as in the contract; case, ё or е, blanks and hyphens do not matter.',
  submit: 'Link the contract',
  submitting: 'Comparing with the records',
  serviceWaits: 'Waiting for the operator’s service.',
  wait: 'You can try again in {time}.',
  waitOver: 'You can try again now.',
  support: 'The operator finds your contract by telephone, too.',
  demo: 'Fill in the demo’s contract',
  demoHint: 'Demo data, nobody real',
  demoFilled: 'The demo’s contract is filled in.',
  where: 'Where to find the numbers',
  whereContract: 'The contract number stands at the top of your contract.',
  whereCard:
    'The card number is printed on the smart card. It sits in the slot of the receiver; put it back the same way.',
  drawnContract: 'Contract No.',
  picture: 'A contract with its number at the top, and a smart card with its number below the chip',
} as const;

export type CompletionKey = keyof typeof en;
export type CompletionWords = Readonly<Record<CompletionKey, string>>;
