import type { PromiseWords } from './texts.ts';

/** Swedish words of the promised payment. */
export const sv: PromiseWords = {
  title: 'Utlovad betalning',
  lead: 'Titta nu, betala inom {n} dag. | Titta nu, betala inom {n} dagar.',
  costsNothing: 'Det kostar inget.',
  loading: 'Villkoren läses in',
  preview: 'Förhandsvisning, inget har ändrats än',
  offer: 'Titta till {last}, betala {amount} före {due}',
  offerSub: 'Operatören lånar ut {amount} genast. Vid midnatt före {due} dras det du inte har betalat från saldot.',
  factAmount: 'Lånas nu',
  factFee: 'Avgift',
  free: 'ingen',
  factDue: 'Betala före',
  factToPay: 'Att betala för att fortsätta',
  take: 'Ta {amount} nu',
  after: 'Vad händer sedan',
  afterPaid: 'Du betalar {amount} eller mer före {due}: löftet betalas först, och du tittar vidare.',
  afterUnpaid:
    'Du betalar inte: den {due} tas {amount} tillbaka, och mottagningen upphör om saldot då blir under noll.',
  afterAgain: 'Nästa löfte är möjligt {n} dag efter detta. | Nästa löfte är möjligt {n} dagar efter detta.',
  running: 'Utlovad betalning på {amount} pågår',
  runningTitle: 'Betala {amount} före {due}',
  runningSub: 'Togs {taken}. En betalning betalar av den först; resten stannar på saldot.',
  pay: 'Betala {amount}',
  refusedTitle: 'En utlovad betalning är inte möjlig nu',
  taken: 'Klart: du kan titta till {last}.',
  takenSub: '{amount} står på saldot. Inget mer behöver göras nu.',
  overview: 'Till översikten',
  failed: 'Villkoren kunde inte visas',
  failedTodo: 'De kommer av sig själva när förbindelsen är tillbaka.',
  retry: 'Försök igen',
};
