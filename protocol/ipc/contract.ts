import { z } from 'zod';
import { demoSubscribers } from '../http/demo.ts';
import { operatorProfile } from '../http/profile.ts';
import { errorCode } from '../errors/catalogue.ts';
import { computer, contractNumber } from '../primitives.ts';
import { invokeChannels as c, pushChannels as p } from './channels.ts';
import {
  dataChange,
  linkRequest,
  navigation,
  notice,
  serviceStatus,
  sessionStatus,
  settings,
  settingsPatch,
  shownOverview,
} from './state.ts';

const nothing = z.undefined();

/** Input of `session.signIn`, checked in main whatever the form did. */
export const signInInput = z.object({
  email: z.string().trim().min(3).max(254),
  password: z.string().min(1).max(128),
  computer,
});

/** The one map of questions: channel → schema of the argument and of the value answered. */
export const invokeContract = {
  [c.signIn]: { input: signInInput, output: sessionStatus },
  [c.signOut]: { input: nothing, output: sessionStatus },
  [c.sessionStatus]: { input: nothing, output: sessionStatus },
  [c.demoSubscribers]: { input: nothing, output: demoSubscribers },
  [c.overview]: { input: contractNumber, output: shownOverview },
  [c.profile]: { input: nothing, output: operatorProfile },
  [c.settings]: { input: nothing, output: settings },
  [c.updateSettings]: { input: settingsPatch, output: settings },
  [c.serviceStatus]: { input: nothing, output: serviceStatus },
  [c.retryService]: { input: nothing, output: serviceStatus },
  [c.notices]: { input: nothing, output: z.array(notice) },
  [c.dismissNotice]: { input: errorCode, output: z.array(notice) },
  [c.openLink]: { input: linkRequest, output: z.null() },
  [c.copyText]: { input: z.string().max(2000), output: z.null() },
  [c.started]: { input: z.enum(['sign-in', 'overview']), output: z.null() },
} as const;
export type InvokeContract = typeof invokeContract;

/** What main tells unasked: channel → schema. */
export const pushContract = {
  [p.sessionChanged]: sessionStatus,
  [p.serviceChanged]: serviceStatus,
  [p.settingsChanged]: settings,
  [p.noticesChanged]: z.array(notice),
  [p.dataChanged]: dataChange,
  [p.navigate]: navigation,
} as const;
export type PushContract = typeof pushContract;
