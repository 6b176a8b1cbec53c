import type { PaymentRequest } from '#protocol/api/payments.ts';
import type { TrackedPayment } from '#protocol/ipc/state.ts';
import type { World } from './environment.ts';

/** Compares, after each run, what the payment system took, what the ledger credited and what the program said. */
export class Books {
  lost = 0;
  doubled = 0;
  untrue = 0;

  /** @param unpaid payments of which the program said that no money moved */
  async faults(world: World, wish: PaymentRequest, unpaid: readonly TrackedPayment[]): Promise<string[]> {
    const orders = await world.orders(wish.amountKopecks);
    const charges = orders.filter(({ status }) => status === 'succeeded').length;
    const credits = await world.credits(wish.amountKopecks);
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

  /** After all runs: what came late changed nothing. */
  async reckon(world: World, runs: number): Promise<string[]> {
    const charges = world.allCharges();
    const credits = await world.allCredits();
    if (charges === runs && credits === runs) return [];
    if (charges > runs || credits > runs) this.doubled += 1;
    else this.lost += 1;
    return [`in the end ${charges} charges and ${credits} credits stand for ${runs} runs`];
  }
}
