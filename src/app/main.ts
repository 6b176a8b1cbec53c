import { createPinia } from 'pinia';
import { createApp } from 'vue';
import '../ui/tokens.css';
import '../ui/fonts.css';
import '../ui/base.css';
import { askForm } from '../features/sign-in/link-forms/opened-form.ts';
import { followErrorTexts } from '../features/errors/error-texts.ts';
import { useNotices } from '../features/notices/notices.ts';
import { followProfile } from '../features/profile/profile.ts';
import { useConnection } from '../features/connection/connection.ts';
import { followIdling } from '../features/session/idle.ts';
import { useSession } from '../features/session/session.ts';
import { applySettings } from '../features/settings/settings.ts';
import { boot } from './boot.ts';
import { firstPaint } from './first-paint.ts';
import { useLanguageNow } from './i18n/i18n.ts';
import Root from './root.vue';
import { followNavigation } from './wanted-screen.ts';

// Language and theme stand in the page itself: the first paint needs no answer of main.
useLanguageNow(boot.language);
createApp(Root).use(createPinia()).mount('#app');

followNavigation();
applySettings();
followProfile();
followErrorTexts();
followIdling();

function askMain(): void {
  void useSession().refresh();
  void useConnection().refresh();
  void useNotices().refresh();
  void askForm();
}
// The first question makes main load what stands behind the window. A kept session is waited for; without one the
// form comes first.
if (boot.session === 'restoring') askMain();
else void firstPaint().then(askMain);
