import { ACCEPTANCE_ERRORS } from '../errors.ts';

/** Largest variable file (documented: 10 MB). */
export const LARGEST_FILE = 10 * 1024 * 1024;
const HEADER = 'Params';
const FEWEST_KEYS = 2;
const FAULTS_TOLD = 10;

/**
 * Reads a variable file: a CSV whose header line is `Params`, then one JSON-escaped object a line with at least two keys
 * (documented). How it is escaped is not told; three forms are taken (inferred): a JSON string holding the object
 * (`"{\"a\":1}"`), a quoted CSV field (`"{""a"":1}"`), and the bare object. Gives the bodies as they will be sent.
 * @throws AppError LOAD_FILE_INVALID with the numbers of the lines
 */
export function readVariables(file: string, bytes: Uint8Array): Buffer[] {
  const faults: { readonly line: number; readonly zh: string; readonly en: string }[] = [];
  const invalid = () =>
    ACCEPTANCE_ERRORS.error('LOAD_FILE_INVALID', {
      file,
      problems_zh: told(
        faults.map(({ line, zh }) => (line === 0 ? zh : `第 ${line} 行：${zh}`)),
        '；',
        '…',
      ),
      problems_en: told(
        faults.map(({ line, en }) => (line === 0 ? en : `line ${line}: ${en}`)),
        '; ',
        '...',
      ),
    });
  if (bytes.length > LARGEST_FILE) {
    const megabytes = (bytes.length / 1024 / 1024).toFixed(1);
    faults.push({
      line: 0,
      zh: `文件有 ${megabytes} MB，上限 10 MB`,
      en: `the file has ${megabytes} MB, the limit is 10 MB`,
    });
    throw invalid();
  }
  const [header, ...lines] = new TextDecoder().decode(bytes).split(/\r?\n/);
  if (header !== HEADER) {
    faults.push({ line: 1, zh: `表头应为 ${HEADER}`, en: `the header should be ${HEADER}` });
    throw invalid();
  }
  if (lines.at(-1) === '') lines.pop();
  const bodies: Buffer[] = [];
  for (const [at, text] of lines.entries()) {
    const read = readLine(text);
    if ('fault' in read) faults.push({ line: at + 2, ...read.fault });
    else bodies.push(Buffer.from(read.body));
  }
  if (lines.length === 0) faults.push({ line: 2, zh: '没有数据行', en: 'there is no line of data' });
  if (faults.length > 0) throw invalid();
  return bodies;
}

/** Writes a variable file, each object as a JSON string. */
export function writeVariables(objects: readonly object[]): string {
  return `${[HEADER, ...objects.map((one) => JSON.stringify(JSON.stringify(one)))].join('\n')}\n`;
}

type Read = { readonly body: string } | { readonly fault: { readonly zh: string; readonly en: string } };

function readLine(text: string): Read {
  if (text.trim() === '') return { fault: { zh: '空行', en: 'the line is empty' } };
  const inner = unescaped(text.trim());
  let value: unknown;
  try {
    value = JSON.parse(inner);
  } catch (error) {
    const reason = (error as Error).message;
    return { fault: { zh: `不是 JSON（${reason}）`, en: `not JSON (${reason})` } };
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    return { fault: { zh: '应为 JSON 对象', en: 'should be a JSON object' } };
  }
  const keys = Object.keys(value).length;
  if (keys < FEWEST_KEYS) {
    return {
      fault: {
        zh: `只有 ${keys} 个键，至少要 ${FEWEST_KEYS} 个（接口只有一个参数时补一个占位键）`,
        en: `${keys} keys, at least ${FEWEST_KEYS} are needed (add a dummy one when the interface has only one)`,
      },
    };
  }
  // The very text: numbers beyond 2^53 would lose digits on the way through a parser.
  return { body: inner };
}

function unescaped(text: string): string {
  if (!text.startsWith('"')) return text;
  try {
    const inner: unknown = JSON.parse(text);
    if (typeof inner === 'string') return inner;
  } catch {
    // Then it is a CSV field.
  }
  return text.endsWith('"') ? text.slice(1, -1).replaceAll('""', '"') : text;
}

function told(faults: readonly string[], separator: string, more: string): string {
  const first = faults.slice(0, FAULTS_TOLD).join(separator);
  return faults.length > FAULTS_TOLD ? `${first}${separator}${more} (+${faults.length - FAULTS_TOLD})` : first;
}
