import { event } from '../event.ts';
import { day, kopecks } from '../primitives.ts';
import { z } from 'zod';

const changes = ['overview', 'money'] as const;

/** Money on a contract, and what follows from it for reception. */
export const billingEvents = [
  event({
    type: 'top-up-credited',
    data: { amountKopecks: kopecks, balanceKopecks: kopecks },
    audience: 'contract',
    changes,
    screen: 'overview',
    notification: 'payment',
  }),
  /** A payment went back to its payer: the money is off the balance again. */
  event({
    type: 'top-up-refunded',
    data: { amountKopecks: kopecks, balanceKopecks: kopecks },
    audience: 'contract',
    changes,
    screen: 'statement',
    notification: 'payment',
  }),
  event({
    type: 'daily-charged',
    data: { day, amountKopecks: kopecks, balanceKopecks: kopecks },
    audience: 'contract',
    changes,
    screen: 'overview',
    notification: null,
  }),
  event({
    type: 'reception-warning',
    data: { daysLeft: z.int().positive(), lastDay: day, balanceKopecks: kopecks },
    audience: 'contract',
    changes,
    screen: 'overview',
    notification: 'low-balance',
  }),
  event({
    type: 'reception-blocked',
    data: { missingKopecks: kopecks },
    audience: 'contract',
    changes,
    screen: 'overview',
    notification: 'reception',
  }),
  event({
    type: 'reception-restored',
    data: { balanceKopecks: kopecks, lastDay: day.nullable() },
    audience: 'contract',
    changes,
    screen: 'overview',
    notification: 'reception',
  }),
] as const;
