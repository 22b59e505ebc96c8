/** One entry of an error registry. Texts may hold `{name}` placeholders that are filled from the error's details. */
export interface ErrorEntry {
  /** HTTP status when the error leaves through an HTTP front door. */
  readonly status: number;
  /** What happened, in Chinese. */
  readonly zh: string;
  /** What happened, in English. */
  readonly en: string;
  /** What to do now, in Chinese. */
  readonly next_zh: string;
  /** What to do now, in English. */
  readonly next_en: string;
}

/** Where and with which value a thing went wrong. `path` and `value` are the usual two; others fill placeholders. */
export interface ErrorDetails {
  readonly path?: string;
  readonly value?: unknown;
  readonly [name: string]: unknown;
}

/** The JSON a person or program gets. */
export interface SerializedError {
  readonly code: string;
  readonly message: string;
  readonly message_en: string;
  readonly next: string;
  readonly next_en: string;
  readonly details?: ErrorDetails;
}

/** An error out of a registry: a stable code, two languages, a next step. `message` is the English text. */
export class AppError extends Error {
  override readonly name = 'AppError';
  readonly code: string;
  readonly status: number;
  readonly details: ErrorDetails;
  readonly entry: ErrorEntry;

  constructor(code: string, entry: ErrorEntry, details: ErrorDetails = {}, cause?: unknown) {
    super(`${code}: ${fill(entry.en, details)}`, cause === undefined ? undefined : { cause });
    this.code = code;
    this.status = entry.status;
    this.details = details;
    this.entry = entry;
  }

  /** The form that goes out. Never holds the cause or the stack. */
  toJSON(): SerializedError {
    return {
      code: this.code,
      message: fill(this.entry.zh, this.details),
      message_en: fill(this.entry.en, this.details),
      next: fill(this.entry.next_zh, this.details),
      next_en: fill(this.entry.next_en, this.details),
      ...(Object.keys(this.details).length > 0 ? { details: this.details } : {}),
    };
  }
}

/** The errors of one program. */
export interface ErrorRegistry<Code extends string> {
  readonly entries: Readonly<Record<Code, ErrorEntry>>;
  /** Makes the error; the caller throws it. */
  error(code: Code, details?: ErrorDetails, cause?: unknown): AppError;
  /** True for an error of this registry (with that code, when one is given). */
  is(error: unknown, code?: Code): error is AppError;
}

/** Writes down a program's errors once. Codes are upper-case words and are never used again once retired. */
export function defineErrors<const Entries extends Record<string, ErrorEntry>>(
  entries: Entries,
): ErrorRegistry<keyof Entries & string> {
  for (const code of Object.keys(entries)) {
    if (!/^[A-Z][A-Z0-9_]*$/.test(code)) throw new RangeError(`error code ${code} must be UPPER_CASE`);
  }
  return {
    entries,
    error: (code, details, cause) => new AppError(code, entries[code] as ErrorEntry, details, cause),
    is: (error, code): error is AppError =>
      error instanceof AppError && entries[error.code] === error.entry && (code === undefined || error.code === code),
  };
}

/** A markdown table of registries for the reference pages. */
export function describeErrors(...registries: readonly ErrorRegistry<string>[]): string {
  const rows = registries.flatMap((registry) =>
    Object.entries(registry.entries).map(
      ([code, entry]) =>
        `| \`${code}\` | ${entry.status} | ${cell(entry.zh)}<br>${cell(entry.en)} | ${cell(entry.next_zh)}<br>${cell(entry.next_en)} |`,
    ),
  );
  return ['| code | status | 说明 · what | 下一步 · next step |', '|---|---|---|---|', ...rows].join('\n');
}

function cell(text: string): string {
  return text.replaceAll('|', '\\|').replaceAll('\n', ' ');
}

function fill(template: string, details: ErrorDetails): string {
  return template.replace(/\{(\w+)\}/g, (placeholder, name: string) => {
    const value = details[name];
    if (value === undefined) return placeholder;
    return typeof value === 'string' ? value : JSON.stringify(value);
  });
}
