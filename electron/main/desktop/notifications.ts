import { Notification } from 'electron';
import type { Log } from '../logging/log.ts';
import type { NotificationText } from './notification-texts.ts';

/** Shows notifications of the system and keeps them alive until they are gone: a collected one loses its click. */
export function createNotifier(log: Log): (text: NotificationText, onClick: () => void) => void {
  const shown = new Set<Notification>();
  return (text, onClick) => {
    if (!Notification.isSupported()) {
      log.warn('notifications are not supported here');
      return;
    }
    const notification = new Notification({ title: text.title, body: text.body });
    const gone = (): void => {
      shown.delete(notification);
    };
    notification.once('click', () => {
      gone();
      onClick();
    });
    notification.once('close', gone);
    notification.once('failed', () => {
      gone();
      log.warn('notification failed');
    });
    shown.add(notification);
    notification.show();
  };
}
