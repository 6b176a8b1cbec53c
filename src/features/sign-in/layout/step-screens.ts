import { loadTexts } from '../../../app/i18n/i18n.ts';
import { cabinetIcons } from '../../../ui/icons/cabinet-icons.ts';
import { addIcons } from '../../../ui/icons/icons.ts';
import CheckMailStep from '../mail/check-mail-step.vue';
import RemindStep from '../mail/remind-step.vue';
import { mailTexts } from '../mail/texts.ts';
import RegisterStep from '../registration/register-step.vue';
import { registrationTexts } from '../registration/texts.ts';
import BrowserStep from '../social/browser-step.vue';
import LinkStep from '../social/link-step.vue';
import { socialTexts } from '../social/texts.ts';
import { twoStepTexts } from '../two-step/texts.ts';
import TwoStepStep from '../two-step/two-step-step.vue';
import type { StepScreens } from './sign-in-step.ts';
import { signInLayoutTexts } from './texts.ts';

/** Loads the screens of the steps other than the sign-in form, with their texts in the current language. */
export async function loadStepScreens(): Promise<StepScreens> {
  addIcons(cabinetIcons);
  await loadTexts(signInLayoutTexts, mailTexts, registrationTexts, socialTexts, twoStepTexts);
  return {
    register: RegisterStep,
    remind: RemindStep,
    'check-mail': CheckMailStep,
    browser: BrowserStep,
    link: LinkStep,
    'two-step': TwoStepStep,
  };
}
