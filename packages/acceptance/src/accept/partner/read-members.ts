/** Something in a file that is not right. */
export interface FileProblem {
  readonly path: string;
  readonly zh: string;
  readonly en: string;
}

/** Collects everything that is wrong with a file, so that a person corrects it once. */
export class Problems {
  readonly list: FileProblem[] = [];

  add(path: string, zh: string, en: string): void {
    // The first problem of a place is the cause of the others.
    if (!this.list.some((one) => one.path === path)) this.list.push({ path, zh, en });
  }

  /** Reads the members of a value that should be an object. @param path Where it stands, '' for the whole file. */
  reader(value: unknown, path: string): Reader {
    return new Reader(this, value, path);
  }
}

/** Reads members of one object; what is wrong is noted, and a harmless value stands in for it. */
export class Reader {
  readonly #problems: Problems;
  readonly #path: string;
  readonly #members: Readonly<Record<string, unknown>>;
  /** Whether the object is there at all. */
  readonly present: boolean;

  constructor(problems: Problems, value: unknown, path: string) {
    this.#problems = problems;
    this.#path = path;
    this.present = value !== undefined && value !== null;
    const isObject = typeof value === 'object' && value !== null && !Array.isArray(value);
    if (this.present && !isObject) problems.add(path || '.', '应为若干“名称: 值”', 'should be members "name: value"');
    this.#members = isObject ? (value as Record<string, unknown>) : {};
  }

  /** Notes members nobody knows, with the likeliest meant. */
  allow(known: readonly string[]): void {
    for (const name of Object.keys(this.#members)) {
      if (known.includes(name)) continue;
      const list = known.join(', ');
      this.#note(name, `没有这个名称；可用：${list}`, `there is no such name; known are: ${list}`);
    }
  }

  has(name: string): boolean {
    return Object.hasOwn(this.#members, name);
  }

  startsWith(name: string, start: string): boolean {
    const value = this.#members[name];
    return typeof value === 'string' && value.startsWith(start);
  }

  raw(name: string): unknown {
    return this.#members[name];
  }

  text(name: string): string {
    const value = this.#members[name];
    if (typeof value === 'string' && value.trim() !== '') return value;
    if (typeof value === 'number') {
      // YAML reads 7500000000000000011 as a number and rounds it: the person has to put quotes around ids.
      this.#note(name, '编号请加引号写成文本，否则长数字会被取整', 'put quotes around it: long numbers get rounded');
    } else
      this.#note(
        name,
        value === undefined ? '缺失' : '应为文本',
        value === undefined ? 'is missing' : 'should be a text',
      );
    return '';
  }

  url(name: string): string {
    const value = this.text(name);
    if (value === '') return '';
    if (!URL.canParse(value) || !/^https?:$/.test(new URL(value).protocol)) {
      this.#note(name, `不是 http(s) 地址：${value}`, `is no http(s) address: ${value}`);
    }
    return value.replace(/\/$/, '');
  }

  /** An address that may begin with a placeholder, as in `{platform_url}/…`. */
  urlTemplate(name: string): string {
    return this.startsWith(name, '{') ? this.text(name) : this.url(name);
  }

  flag(name: string): boolean {
    const value = this.#members[name];
    if (typeof value !== 'boolean') this.#note(name, '应为 true 或 false', 'should be true or false');
    return value === true;
  }

  /** `HH:mm`. */
  timeOfDay(name: string): string {
    const value = this.text(name);
    if (value === '' || /^([01]\d|2[0-3]):[0-5]\d$/.test(value)) return value;
    this.#note(name, '应为 HH:mm', 'should be HH:mm');
    return '';
  }

  /** A whole number from 1 on. */
  whole(name: string): number {
    const value = this.#members[name];
    if (typeof value === 'number' && Number.isInteger(value) && value >= 1) return value;
    this.#note(name, '应为不小于 1 的整数', 'should be a whole number from 1 on');
    return 1;
  }

  oneOf<const T extends string>(name: string, allowed: readonly T[]): T {
    const value = this.#members[name];
    const found = allowed.find((one) => one === value);
    if (found === undefined) this.#note(name, `应为 ${allowed.join(' 或 ')}`, `should be ${allowed.join(' or ')}`);
    return found ?? (allowed[0] as T);
  }

  list<const T extends string>(name: string, allowed: readonly T[]): readonly T[] {
    const value = this.#members[name];
    const items: readonly unknown[] = Array.isArray(value) ? value : [];
    const found = items.flatMap((item) => allowed.filter((one) => one === item));
    if (found.length === 0 || found.length < items.length) {
      this.#note(name, `应为列表，每项为 ${allowed.join(' 或 ')}`, `should be a list of ${allowed.join(' or ')}`);
    }
    return found;
  }

  texts(name: string): readonly string[] {
    const value = this.#members[name];
    const items: readonly unknown[] = Array.isArray(value) ? value : [];
    if (items.length === 0 || items.some((one) => typeof one !== 'string')) {
      this.#note(name, '应为文本列表：程序与各参数', 'should be a list of texts: program and arguments');
    }
    return items.map(String);
  }

  allTexts(): Record<string, string> {
    return Object.fromEntries(Object.keys(this.#members).map((name) => [name, this.text(name)]));
  }

  object(name: string): Reader {
    return this.#problems.reader(this.#members[name], this.#at(name));
  }

  #note(name: string, zh: string, en: string): void {
    this.#problems.add(this.#at(name), zh, en);
  }

  #at(name: string): string {
    return this.#path === '' ? name : `${this.#path}.${name}`;
  }
}
