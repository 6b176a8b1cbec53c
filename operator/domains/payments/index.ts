export { readMethodSwitches, writeMethodSwitch } from './method-switches.ts';
export { paymentRoutes } from './payment-routes.ts';
export { createPayments, type Payments } from './payments.ts';
