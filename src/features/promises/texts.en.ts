/** English words of the promised payment. */
export const en = {
  title: 'Promised payment',
  lead: 'Watch now, pay within {n} day. | Watch now, pay within {n} days.',
  costsNothing: 'It costs nothing.',
  loading: 'The conditions are loading',
  preview: 'Preview, nothing has changed yet',
  offer: 'Watch until {last}, pay {amount} before {due}',
  offerSub:
    'The operator lends {amount} at once. At midnight before {due} what you have not paid back is taken from the balance.',
  factAmount: 'Promised now',
  factFee: 'Fee',
  free: 'none',
  factDue: 'Pay before',
  factToPay: 'To pay so that it goes on',
  take: 'Take {amount} now',
  after: 'What happens then',
  afterPaid: 'You pay {amount} or more before {due}: the promise is repaid first, and you go on watching.',
  afterUnpaid:
    'You do not pay: on {due} the {amount} are taken back, and reception stops if that leaves less than nothing.',
  afterAgain:
    'The next promise is possible {n} day after this one. | The next promise is possible {n} days after this one.',
  running: 'Promised payment of {amount} is running',
  runningTitle: 'Pay {amount} before {due}',
  runningSub: 'Taken {taken}. A payment repays it first; what is left over stays on the balance.',
  pay: 'Pay {amount}',
  refusedTitle: 'A promised payment is not possible now',
  refusedNext: 'The next promised payment is not possible yet',
  taken: 'It is on: you can watch until {last}.',
  takenSub: '{amount} stand on the balance. Nothing else is to be done now.',
  overview: 'To the overview',
  failed: 'The conditions could not be shown',
  failedTodo: 'They come by themselves when the line is back.',
  retry: 'Try again',
} as const;

export type PromiseKey = keyof typeof en;
export type PromiseWords = Readonly<Record<PromiseKey, string>>;
