const TIME = /^([01]\d|2[0-3]):[0-5]\d$|^24:00$/;

/** Whether a text is a time of day `HH:mm`; `24:00` ends a day. */
export function isTime(text: string): boolean {
  return TIME.test(text);
}
