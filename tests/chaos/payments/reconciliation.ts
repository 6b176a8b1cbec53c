import type { PaymentRequest } from '#protocol/api/payments.ts';
import type { TrackedPayment } from '#protocol/ipc/state.ts';
import type { ChaosEnvironment } from './environment.ts';

/** Compares charges at the payment system, credits in the ledger and the results that the program reported. */
export class Reconciliation {
  lost = 0;
  doubled = 0;
  untrue = 0;

  /** @param unpaid payments that the program reported as not charged */
  async faults(
    environment: ChaosEnvironment,
    request: PaymentRequest,
    unpaid: readonly TrackedPayment[],
  ): Promise<string[]> {
    const orders = await environment.orders(request.amountKopecks);
    const charges = orders.filter(({ status }) => status === 'succeeded').length;
    const credits = await environment.credits(request.amountKopecks);
    const faults: string[] = [];
    if (charges > 1 || credits > 1) {
      this.doubled += 1;
      faults.push(`charged ${charges} times and credited ${credits} times`);
    } else if (charges !== 1 || credits !== 1) {
      this.lost += 1;
      faults.push(`charged ${charges} times and credited ${credits} times`);
    }
    const paid = new Set(orders.filter(({ status }) => status === 'succeeded').map(({ paymentId }) => paymentId));
    const wrong = unpaid.filter(({ payment }) => payment !== null && paid.has(payment.id));
    if (wrong.length > 0) {
      this.untrue += 1;
      faults.push(`said that no money moved, and it had: ${wrong.map(({ id }) => id).join(', ')}`);
    }
    return faults;
  }

  /** Checks the totals after all runs, so that late changes are found too. */
  async checkTotals(environment: ChaosEnvironment, runs: number): Promise<string[]> {
    const charges = environment.allCharges();
    const credits = await environment.allCredits();
    if (charges === runs && credits === runs) return [];
    if (charges > runs || credits > runs) this.doubled += 1;
    else this.lost += 1;
    return [`in the end ${charges} charges and ${credits} credits stand for ${runs} runs`];
  }
}
