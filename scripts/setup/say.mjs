/** Tells a person, on standard error so that a program's output stays clean: Chinese first, then English. */
export function explain(zh, en) {
  process.stderr.write(`[yuzhu] ${zh}\n        ${en}\n`);
}

/** A line that is rewritten in place on a terminal and printed now and then elsewhere. */
export function progressLine() {
  const terminal = process.stderr.isTTY === true;
  let lastPrinted = Date.now();
  return {
    show(text) {
      if (terminal) process.stderr.write(`\r\x1b[2K        ${text}`);
      else if (Date.now() - lastPrinted >= 5000) {
        lastPrinted = Date.now();
        process.stderr.write(`        ${text}\n`);
      }
    },
    end() {
      if (terminal) process.stderr.write('\r\x1b[2K');
    },
  };
}
