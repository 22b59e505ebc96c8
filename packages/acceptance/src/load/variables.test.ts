import { describe, expect, it } from 'vitest';
import { LARGEST_FILE, readVariables, writeVariables } from './variables.ts';

const read = (text: string) => readVariables('v.csv', Buffer.from(text)).map((body) => body.toString());
const fault = (text: string | Buffer): string => {
  try {
    readVariables('v.csv', Buffer.from(text));
  } catch (error) {
    return (error as Error).message;
  }
  throw new Error('the file was taken');
};

describe('a variable file', () => {
  it('may escape its objects as JSON text, as a CSV field or not at all; big numbers keep their digits', () => {
    const text = [
      'Params',
      '"{\\"id\\":1090000000000000001,\\"b\\":\\"高\\"}"',
      '"{""id"":1,""b"":""x,y""}"',
      '{"id":2,"b":3}',
      '',
    ];
    expect(read(text.join('\n'))).toEqual([
      '{"id":1090000000000000001,"b":"高"}',
      '{"id":1,"b":"x,y"}',
      '{"id":2,"b":3}',
    ]);
    expect(read(`\uFEFF${text.join('\r\n')}`)).toHaveLength(3);
  });

  it('that was written here is read as the same objects', () => {
    const objects = [
      { a: '"quoted", \n new line', b: [1, { c: null }] },
      { a: '\\', b: '' },
    ];
    expect(read(writeVariables(objects)).map((body) => JSON.parse(body))).toEqual(objects);
  });

  it('is refused with the number of every line that is wrong', () => {
    const message = fault('Params\n{"a":1,"b":2}\n{"a":1}\n\n[1,2]\n{"a":\n"x"\n');
    expect(message).toMatch(/v\.csv/);
    expect(message).toContain('line 3: 1 keys, at least 2 are needed');
    expect(message).toContain('line 4: the line is empty');
    expect(message).toContain('line 5: should be a JSON object');
    expect(message).toContain('line 6: not JSON');
    expect(message).toContain('line 7: not JSON');
    expect(message).not.toContain('line 2');
  });

  it('is refused without its header, without data and above 10 MB', () => {
    expect(fault('params\n{"a":1,"b":2}')).toContain('line 1: the header should be Params');
    expect(fault('')).toContain('line 1');
    expect(fault('Params\n')).toContain('no line of data');
    const line = `{"a":1,"b":"${'x'.repeat(2000)}"}\n`;
    const full = `Params\n${line.repeat(Math.ceil(LARGEST_FILE / line.length))}`;
    expect(fault(full)).toContain('10.0 MB');
    expect(read(full.slice(0, full.length - 2 * line.length))).not.toHaveLength(0);
  });

  it('tells the first faults of a file that is wrong throughout', () => {
    const message = fault(`Params\n${'x\n'.repeat(1000)}`);
    expect(message).toContain('line 11');
    expect(message).not.toContain('line 12');
    expect(message).toContain('(+990)');
  });
});
