import { oneOf, output } from '../fields.ts';

/** How the platform hears of the calendar. */
export const wayField = oneOf(
  ['push', 'notice'],
  'push: values are sent; notice: change notices are sent and the platform pulls the values',
);

/** The setting in answers. */
export const calendarWay = output('CalendarSetting', { told_by: wayField });
